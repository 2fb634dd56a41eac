import { ratio, type Column } from '../estimate';
import type { Figure } from '../figure';
import { looksOf, scalesOf } from '../looks';
import type { Measured } from '../measured';
import type { MeasuredSet } from '../measuredSet';
import { topOf } from '../ranking';
import { cells, type Row } from '../row';
import { toSvg } from '../svg';
import { difficulty, surprise } from '../tables/difficulty';
import { lines } from './marks';
import { inPanels } from './panels';

const TITLE = 'Figure 6: first tokens of lines among the highest by loss and by loss gap';
const SHARES = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1] as const;

export function figure6({ sets }: Measured): Figure {
  const rows = sets.flatMap(rowsOf);
  const key = looksOf([...new Set(rows.map((row) => String(row['ranking'])))]);
  const panels = inPanels(rows, 'set', sets.length);
  return {
    id: '6',
    title: TITLE,
    caption:
      'The share of first visible tokens of a line among the highest tokens of each ranking; at 100 % all tokens, so the share in the text. *Big* context; bars are 95 % intervals over documents.',
    rows,
    svg: toSvg({
      title: TITLE,
      subtitle:
        'Loss: all small. Loss gap: what the best route wins over it (difficulty). Big context',
      key,
      plot: {
        height: 380,
        ...panels.options,
        ...scalesOf(key),
        x: { type: 'point', label: 'highest tokens of the ranking, %' },
        y: { label: 'share that begins a line', zero: true },
        marks: [
          ...panels.marks,
          ...lines(panels.rows, key, {
            x: 'highestPercent',
            y: 'share',
            series: 'ranking',
            low: 'low',
            high: 'high',
          }),
        ],
      },
    }),
  };
}

function rowsOf(set: MeasuredSet): Row[] {
  const rankings: [string, Column][] = [
    ['by loss', surprise(set.table)],
    ['by loss gap', difficulty(set.table)],
  ];
  return rankings.flatMap(([ranking, column]) =>
    SHARES.map((share) => ({
      set: set.name,
      ranking,
      highestPercent: 100 * share,
      ...cells('share', lineInitialShare(set, topOf(set, column, share))),
    })),
  );
}

/** The share of tokens that begin a line among some. */
export function lineInitialShare(
  { documents, lineInitial }: Pick<MeasuredSet, 'documents' | 'lineInitial'>,
  among: (token: number) => boolean,
): ReturnType<typeof ratio> {
  return ratio(
    documents,
    (token) => Number(among(token) && lineInitial[token] === 1),
    (token) => Number(among(token)),
  );
}
