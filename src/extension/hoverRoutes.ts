import type { Analysis } from '../core/analysis';
import type { Constraint } from '../core/constraint';
import type { Measures } from '../core/measures';
import { atBudget } from '../core/oracle';
import { questionInWords } from '../panel/questionInWords';
import { budgetChart, routeChart, type ChartedRoute } from './charts';
import { codeBlock, nats, plain } from './markdown';

// The hover's sections on routes. `part` is the analysis of the hovered character's tokens; they are about its first.

/** The oracle's route, with and without hindsight, and the router's. `answers`: under what the user has asked. */
export function routes(
  part: Analysis,
  measures: Measures,
  answers: Measures | undefined,
): string[] {
  const { table, run, model } = part;
  const { space, tokens } = table;
  const oracleRow = (route: number, loss: number): ChartedRoute => ({
    name: 'oracle',
    modules: space.modulesOf(route),
    remark: `${big(space.bigCount(route))}, ${nats(loss)}`,
  });
  const charted: ChartedRoute[] = [];
  const oracle = measures.oracle.routes[0] ?? -1;
  if (oracle >= 0) charted.push(oracleRow(oracle, measures.oracle.losses[0] ?? Number.NaN));
  const asked = answers?.oracle.routes[0] ?? -1;
  if (answers !== undefined && asked >= 0) {
    charted.push({ ...oracleRow(asked, answers.oracle.losses[0] ?? Number.NaN), name: 'asked' });
  }
  // Beneath the oracle that it is compared with: under what was asked, if anything was.
  const { routes = [], losses = [] } = (answers ?? measures).hindsightFree?.asked ?? {};
  const unseen = routes[0] ?? -1;
  if (unseen >= 0) {
    charted.push({ ...oracleRow(unseen, losses[0] ?? Number.NaN), name: 'no hindsight' });
  }
  const router = part.routerRoute(0);
  const routerLoss = measures.routerLoss[0] ?? Number.NaN;
  if (router !== undefined) {
    const budget = router.filter((module) => module === 'big').length;
    const inTable = Number.isNaN(routerLoss) ? '' : `, ${nats(routerLoss)}`;
    charted.push({ name: 'router', modules: router, remark: `${big(budget)}${inTable}` });
    // What the regret is measured against, unless the oracle above took as many big layers.
    const { route: rival, loss } = choiceAt(measures, tokens, budget);
    if (inTable !== '' && rival >= 0 && rival !== oracle) charted.push(oracleRow(rival, loss));
  }
  const letters = table.space.modules.map((module) => LETTER_NOTES[module]).join(', ');
  const meaning = unseen < 0 ? '' : '; *no hindsight*: picked without the answer';
  return [
    `**Routes**, lowest layer first (${letters}${meaning})`,
    codeBlock(routeChart(model.layers, charted)),
    ...(answers === undefined ? [] : [askedInWords(answers.constraint, asked)]),
    ...(router === undefined ? [] : [routerInWords(part, measures, run.router ?? '')]),
  ];
}

const LETTER_NOTES = { skip: '`-` skip', small: '`s` small', big: '`B` big' } as const;

function askedInWords(question: Constraint, route: number): string {
  const words = questionInWords(question);
  return route < 0
    ? `Asked in the panel: ${words}. No route is like that.`
    : `*asked*: the oracle as asked in the panel, ${words}.`;
}

function routerInWords(part: Analysis, measures: Measures, name: string): string {
  const regret = measures.regret[0] ?? Number.NaN;
  const own = part.ownLoss(0) ?? Number.NaN;
  const inTable = Number.isNaN(regret)
    ? 'its regret is not known, because it takes modules that the table does not hold'
    : `regret ${nats(regret)} against the oracle with as many big layers`;
  return `Router ${plain(name)}: ${inTable}; loss ${nats(own)} in its own run, where earlier tokens took its routes too.`;
}

/** The oracle's choice for the hovered token with exactly so many big layers; route -1 where there is none. */
function choiceAt(
  { byBudget }: Measures,
  tokens: number,
  budget: number,
): { route: number; loss: number } {
  const { routes, losses } = atBudget(byBudget, tokens, budget);
  return { route: routes[0] ?? -1, loss: losses[0] ?? Number.NaN };
}

/** The oracle's loss at every budget. `tolerance`: nats, for the needed compute. */
export function budgets(part: Analysis, measures: Measures, tolerance: number): string[] {
  const { space, tokens } = part.table;
  const { hindsightFree } = measures;
  const needed = measures.neededBudget[0] ?? -1;
  const rows = Array.from({ length: space.layers + 1 }, (_, budget) => {
    return { budget, ...choiceAt(measures, tokens, budget) };
  }).filter(({ route }) => route >= 0);
  const best = Math.min(...rows.map(({ loss }) => loss));
  const chart = rows.map(({ budget, route, loss }) => ({
    budget,
    loss,
    route: space.format(route),
    ...(hindsightFree === undefined
      ? {}
      : { unseen: atBudget(hindsightFree.byBudget, tokens, budget).losses[0] ?? Number.NaN }),
    remark: [loss === best ? 'best' : '', budget === needed ? 'enough' : '']
      .filter((remark) => remark !== '')
      .join(', '),
  }));
  return [
    `**Lowest loss with exactly so many big layers** (*enough*: within ${nats(tolerance)} of the best)`,
    codeBlock(budgetChart(chart)),
  ];
}

function big(layers: number): string {
  return `${String(layers)} big`;
}
