import type { Figure } from '../figure';
import { ratio } from '../estimate';
import { looksOf, scalesOf } from '../looks';
import type { Measured } from '../measured';
import type { MeasuredSet } from '../measuredSet';
import { partsOf } from '../parts';
import { takesBig } from '../routerLosses';
import { cells, type Row } from '../row';
import { toSvg } from '../svg';
import { lines } from './marks';
import { inPanels } from './panels';

const QUARTERS = ['first quarter', 'second quarter', 'third quarter', 'last quarter'] as const;
const TITLE = 'Figure 3: which layers the routers run big, early and late in a document';

/** Panel d of the paper is the router that chooses between big and skip. */
export function figure3({ model, sets }: Measured): Figure {
  const names = sets[0]?.routers.map(({ info }) => info.name) ?? [];
  const rows = names.flatMap((name) => sets.flatMap((set) => rowsOf(set, name)));
  const key = looksOf(QUARTERS);
  const panels = inPanels(rows, 'panel', 4);
  const lineCount = Math.ceil((names.length * sets.length) / 4);
  return {
    id: '3',
    title: TITLE,
    caption:
      'Each router in its own run (*self* context), all tokens, by the quarter of the document that they lie in.',
    rows,
    svg: toSvg({
      title: TITLE,
      subtitle:
        'Share of tokens that take big at each layer; each router in its own run (self context)',
      key,
      plot: {
        height: 110 + 120 * lineCount,
        ...panels.options,
        ...scalesOf(key),
        x: { label: 'layer (0 is the lowest)', ticks: Math.min(4, model.layers), tickFormat: 'd' },
        y: { label: 'share of tokens', domain: [0, 1], ticks: 3 },
        marks: [
          ...panels.marks,
          ...lines(panels.rows, key, { x: 'layer', y: 'share', series: 'quarter' }),
        ],
      },
    }),
  };
}

function rowsOf(set: MeasuredSet, name: string): Row[] {
  const router = set.routers.find(({ info }) => info.name === name);
  if (router === undefined) return [];
  const quarterOf = partsOf(set, QUARTERS.length);
  return QUARTERS.flatMap((quarter, at) =>
    Array.from({ length: set.table.space.layers }, (_, layer) => {
      const takes = takesBig(set, router, layer);
      const inside = (token: number): number => Number(quarterOf[token] === at);
      return {
        panel: `${name}, ${set.name}`,
        router: name,
        set: set.name,
        quarter,
        layer,
        ...cells(
          'share',
          ratio(set.documents, (token) => inside(token) * takes(token), inside),
        ),
      };
    }),
  );
}
