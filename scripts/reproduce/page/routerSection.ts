import { markdownTable } from '../markdown';
import type { Report } from '../report';
import { rowEstimate } from '../row';
import { fixedDigits, percent, shown } from '../words';

export function routerSection({ tables }: Report): string[] {
  return [
    '## Imitation routers',
    ...(tables.routers.length === 0
      ? ['Not measured: the bundle has none.']
      : [
          'Trained on the oracle’s own choices, against the paper’s router and the fixed route of the same budget, each in its own run (*self* context). Difference in nats per token, token by token; below zero, the first is better. Mind that they do not take exactly the same number of big layers.',
          markdownTable(
            ['set', 'budget', 'compared', 'took, big layers', 'difference, nats'],
            tables.routers.map((row) => [
              row.set,
              String(row.budget),
              `${row.one} − ${row.other}`,
              `${number(row.oneBigLayers, 2)} and ${number(row.otherBigLayers, 2)}`,
              shown(rowEstimate(row, 'difference'), 4),
            ]),
          ),
        ]),
    ...(tables.gap.length === 0 ? [] : gap(tables.gap)),
  ];
}

function gap(rows: Report['tables']['gap']): string[] {
  return [
    'What could be learned: by how much the best choice that does not know the answer beats the fixed route of the same budget (*big* context), and what part of that each router reaches with the losses of its routes in the same table. Where the gap is not surely above zero there is nothing to take a share of.',
    markdownTable(
      [
        'set',
        'router',
        'best choice',
        'learnable gap',
        'router wins',
        'share',
        'router wins, own runs (self)',
      ],
      rows.map((row) => [
        row.set,
        row.router,
        row.chosenBy,
        shown({
          value: row.gap,
          interval: row.gapLow === null || row.gapHigh === null ? null : [row.gapLow, row.gapHigh],
        }),
        number(row.gain, 4),
        row.share === null ? 'no sure gap' : percent(rowEstimate(row, 'share')),
        number(row.ownGain, 4),
      ]),
    ),
  ];
}

function number(value: number | null, digits: number): string {
  return value === null ? '' : fixedDigits(value, digits);
}
