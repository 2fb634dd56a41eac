import * as Plot from '@observablehq/plot';
import { anyLayers } from '../../../src/core/oracle';
import { randomRouteTrials } from '../../../src/core/randomRoutes';
import { atOnce } from '../../../src/core/steps';
import { meanRouteLoss } from '../choices';
import { mean } from '../estimate';
import type { Figure } from '../figure';
import { looksOf } from '../looks';
import { paperBudgets, type Measured } from '../measured';
import type { MeasuredSet } from '../measuredSet';
import { rounded, type Row } from '../row';
import { toSvg } from '../svg';
import type { BudgetRow } from '../tables/budgets';
import { inPanels } from './panels';

const TRIAL = 'random trial';

/** `budgets`: every row of the table of budgets. */
export function figure4a({ model, sets }: Measured, budgets: readonly BudgetRow[]): Figure {
  const { half } = paperBudgets(model.layers);
  const title = `Figure 4a: 100 random trials, ${half} of ${model.layers} layers big`;
  const rows = sets.flatMap((set) => [...trials(set, half), ...others(set, budgets, half)]);
  const methods = [...new Set(rows.map(({ method }) => method))].filter((name) => name !== TRIAL);
  const key = looksOf(methods);
  const panels = inPanels(rows, 'set', 1);
  const drawn = panels.rows.filter((row) => row['overBlind'] !== null);
  return {
    id: '4a',
    title,
    caption: `Each trial gives every token a random route of ${half} big layers; *big* context, all tokens. The oracle lies far to the left of it all: Figure 4b.`,
    rows,
    svg: toSvg({
      title,
      subtitle: 'Grey: trials that give every token a random route of this budget; big context',
      key,
      plot: {
        height: 360,
        ...panels.options,
        color: { domain: methods, range: key.map(({ colour }) => colour) },
        x: {
          label: 'mean loss minus that of all routes of this budget, nats per token',
          nice: true,
        },
        y: { label: 'trials' },
        marks: [
          ...panels.marks,
          Plot.rectY(
            drawn.filter(({ method }) => method === TRIAL),
            {
              ...Plot.binX({ y: 'count' }, { x: { value: 'overBlind', thresholds: 16 } }),
              fill: '#9aa0a8',
              fx: 'fx',
              fy: 'fy',
            },
          ),
          ...key.map(({ name, dash }) =>
            Plot.ruleX(
              drawn.filter(({ method }) => method === name),
              {
                x: 'overBlind',
                stroke: 'method',
                strokeWidth: 2.4,
                strokeDasharray: dash,
                fx: 'fx',
                fy: 'fy',
              },
            ),
          ),
        ],
      },
    }),
  };
}

interface TrialRow extends Row {
  readonly set: string;
  readonly method: string;
  readonly trial: number | null;
  readonly meanLoss: number | null;
  /** `meanLoss` minus the mean over all routes of the budget: what luck or skill makes of it. */
  readonly overBlind: number | null;
}

function trials({ name, table, documents }: MeasuredSet, budget: number): TrialRow[] {
  const constraint = { budget, atMost: false, layers: anyLayers(table.space.layers) };
  const blind = mean(documents, meanRouteLoss(table, budget)).value ?? Number.NaN;
  const means = atOnce(randomRouteTrials(table, constraint)) ?? [];
  return Array.from(means, (meanLoss, at) => ({
    set: name,
    method: TRIAL,
    trial: at + 1,
    meanLoss: rounded(meanLoss),
    overBlind: rounded(meanLoss - blind),
  }));
}

/** What is compared with the trials: everything of this budget but the oracle. */
function others(
  { name, table, documents }: MeasuredSet,
  budgets: readonly BudgetRow[],
  budget: number,
): TrialRow[] {
  const blind = mean(documents, meanRouteLoss(table, budget)).value ?? Number.NaN;
  const left = ['oracle', 'random-100', 'mean over routes'];
  return budgets
    .filter((row) => row.set === name && row.context === 'big' && row.part === 'all')
    .filter((row) => row.budget === budget && !left.includes(row.method))
    .filter((row) => !row.method.endsWith('-skip'))
    .map(({ method, meanLoss }) => {
      const overBlind = rounded(meanLoss === null ? null : meanLoss - blind);
      return { set: name, method, trial: null, meanLoss, overBlind };
    });
}
