import { DEFAULT_TOLERANCE } from '../../../src/core/measures';
import { ratio, type Column } from '../estimate';
import type { Figure } from '../figure';
import { looksOf, scalesOf } from '../looks';
import type { Measured } from '../measured';
import { positions, type MeasuredSet } from '../measuredSet';
import { neededCompute } from '../neededCompute';
import { bigLayers } from '../routerLosses';
import { cells, type Row } from '../row';
import { toSvg } from '../svg';
import { lines } from './marks';
import { inPanels } from './panels';

const TITLE = 'Figure 7: big layers by position in the document';
const POSITIONS = 32;
const NEEDED = 'the oracle’s needed compute';

export function figure7({ model, sets }: Measured): Figure {
  const rows = sets.flatMap(rowsOf);
  const key = looksOf([...new Set(rows.map((row) => String(row['series'])))]);
  const panels = inPanels(rows, 'set', sets.length);
  return {
    id: '7',
    title: TITLE,
    caption: `Mean over ${POSITIONS} positions at a time. Routers in their own runs (*self* context); needed compute, the smallest budget within ${DEFAULT_TOLERANCE} nats of the best of all, in *big* context. 95 % intervals over documents are in the CSV.`,
    rows,
    svg: toSvg({
      title: TITLE,
      subtitle: 'Routers in their own runs (self context); needed compute in big context',
      key,
      plot: {
        height: 420,
        ...panels.options,
        ...scalesOf(key),
        x: { label: 'position in the document, tokens', ticks: 5 },
        y: { label: 'big layers per token', domain: [0, model.layers] },
        marks: [
          ...panels.marks,
          ...lines(panels.rows, key, { x: 'middle', y: 'bigLayers', series: 'series' }),
        ],
      },
    }),
  };
}

function rowsOf(set: MeasuredSet): Row[] {
  const positionOf = positions(set);
  const longest = positionOf.reduce((most, position) => Math.max(most, position + 1), 0);
  const series: [string, Column][] = [
    ...set.routers.map((router): [string, Column] => [router.info.name, bigLayers(set, router)]),
    [NEEDED, neededCompute(set)],
  ];
  return series.flatMap(([name, column]) =>
    Array.from({ length: Math.ceil(longest / POSITIONS) }, (_, at) => {
      const from = at * POSITIONS;
      const inside = (token: number): number => {
        const position = positionOf[token] ?? -1;
        return Number(position >= from && position < from + POSITIONS);
      };
      return {
        set: set.name,
        series: name,
        from,
        to: Math.min(from + POSITIONS, longest),
        middle: (from + Math.min(from + POSITIONS, longest)) / 2,
        ...cells(
          'bigLayers',
          ratio(set.documents, (token) => inside(token) * column(token), inside),
        ),
      };
    }),
  );
}
