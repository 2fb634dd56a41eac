import type { Figure } from '../figure';
import { looksOf, scalesOf } from '../looks';
import type { Measured } from '../measured';
import { rounded, type Row } from '../row';
import { toSvg } from '../svg';
import { isRouter, type BudgetRow } from '../tables/budgets';
import { lines } from './marks';
import { inPanels } from './panels';

const TITLE = 'Figure 4b: perplexity by budget';

/** `budgets`: every row of the table of budgets. */
export function figure4b({ model, sets }: Measured, budgets: readonly BudgetRow[]): Figure {
  const families = new Map(
    model.routers
      .filter(({ modules }) => !modules.includes('skip'))
      .map(({ name }) => [name, `${name.replace(/-.*/, '')} router`]),
  );
  const rows = budgets
    .filter(({ context, part }) => context === 'big' && part === 'all')
    .filter(({ method }) => families.has(method) || !isRouter({ method }))
    .map((row): Row => ({
      set: row.set,
      series: families.get(row.method) ?? row.method,
      method: row.method,
      budget: row.budget,
      bigLayers: row.bigLayers,
      perplexity: row.perplexity,
      low: exponential(row.low),
      high: exponential(row.high),
      meanLoss: row.meanLoss,
    }));
  const key = looksOf([...new Set(rows.map((row) => String(row['series'])))]);
  const panels = inPanels(rows, 'set', sets.length);
  return {
    id: '4b',
    title: TITLE,
    caption:
      'All tokens, *big* context: each token on its route after earlier tokens that all ran big. A router’s point is the table’s loss of its routes, at the number of big layers that it took on average. Intervals are in the CSV: documents differ far more than these curves, so findings compare token by token.',
    rows,
    svg: toSvg({
      title: TITLE,
      subtitle: 'Each token on its route after earlier tokens that all ran big (big context)',
      key,
      plot: {
        height: 420,
        ...panels.options,
        ...scalesOf(key),
        x: { label: 'big layers per token', ticks: model.layers, tickFormat: 'd' },
        y: { type: 'log', label: 'perplexity (logarithmic)', ticks: 8, tickFormat: 'd' },
        marks: [
          ...panels.marks,
          ...lines(panels.rows, key, { x: 'bigLayers', y: 'perplexity', series: 'series' }),
        ],
      },
    }),
  };
}

function exponential(nats: number | null): number | null {
  return rounded(nats === null ? null : Math.exp(nats));
}
