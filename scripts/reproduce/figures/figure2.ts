import type { Figure } from '../figure';
import { mean } from '../estimate';
import { oracleTakesBig } from '../layerShares';
import { looksOf, scalesOf } from '../looks';
import { paperBudgets, type Measured } from '../measured';
import type { LossTable } from '../../../src/core/lossTable';
import type { MeasuredSet } from '../measuredSet';
import { cells, type Row } from '../row';
import { toSvg } from '../svg';
import { lines } from './marks';
import { inPanels } from './panels';

const TITLE = 'Figure 2: which layers the oracle runs big';

/** Panels a to c of the paper are a third, half and two thirds of the layers; d chooses between big and skip. */
export function figure2({ model, sets }: Measured): Figure {
  const { low, half, high } = paperBudgets(model.layers);
  const letters = new Map([
    [low, 'a'],
    [half, 'b'],
    [high, 'c'],
  ]);
  const budgets = [
    ...new Set([Math.max(1, low - 1), low, half, high, Math.min(model.layers - 1, high + 1)]),
  ];
  const chosen = budgets.flatMap((budget) => {
    const letter = letters.get(budget);
    const panel = `${letter === undefined ? '' : `${letter}: `}${budget} of ${model.layers} big`;
    return sets.flatMap((set) => rowsOf(panel, set, set.table, budget));
  });
  const skipping = sets.flatMap((set) => {
    if (set.skipTable === undefined) return [];
    return rowsOf(`d: ${half} big, the rest skip`, set, set.skipTable, half);
  });
  const rows = [...chosen, ...skipping];
  const key = looksOf(sets.map(({ name }) => name));
  const panels = inPanels(rows, 'panel', 3);
  return {
    id: '2',
    title: TITLE,
    caption: 'Oracle, *big* context, all tokens; bars are 95 % intervals over documents.',
    rows,
    svg: toSvg({
      title: TITLE,
      subtitle:
        'Share of tokens whose best route of exactly so many big layers takes big there; big context',
      key,
      plot: {
        height: 420,
        ...panels.options,
        ...scalesOf(key),
        x: { label: 'layer (0 is the lowest)', ticks: model.layers, tickFormat: 'd' },
        y: { label: 'share of tokens', domain: [0, 1], ticks: 4 },
        marks: [
          ...panels.marks,
          ...lines(panels.rows, key, {
            x: 'layer',
            y: 'share',
            series: 'set',
            low: 'low',
            high: 'high',
          }),
        ],
      },
    }),
  };
}

function rowsOf(
  panel: string,
  { name, documents }: MeasuredSet,
  table: LossTable,
  budget: number,
): Row[] {
  return Array.from({ length: table.space.layers }, (_, layer) => ({
    panel,
    modules: table.space.modules.join(','),
    budget,
    set: name,
    layer,
    ...cells('share', mean(documents, oracleTakesBig(table, budget, layer))),
  }));
}
