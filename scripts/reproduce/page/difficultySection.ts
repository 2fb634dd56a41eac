import { markdownTable } from '../markdown';
import type { Report } from '../report';
import { rowEstimate } from '../row';
import { shown } from '../words';

export function difficultySection({ tables }: Report): string[] {
  const head = tables.difficulty.some(({ predictor }) => predictor === 'difficulty head');
  return [
    '## Predicting difficulty',
    `Spearman’s rank correlation with the true difficulty (what the best route wins over all small; *big* context). ${head ? 'The head sees the all-big model’s hidden state and not the token.' : 'The bundle has no difficulty head.'}`,
    markdownTable(
      ['set', 'predictor', 'needs the token', 'rank correlation'],
      tables.difficulty.map((row) => [
        row.set,
        row.predictor,
        row.needsTheToken,
        shown(rowEstimate(row, 'rankCorrelation')),
      ]),
    ),
  ];
}
