/**
 * What the texts of a corpus lose, summed: all that a summary is made of. Losses are in nats. An empty list: nothing to sum,
 * as the router's losses of a run without router.
 */
const SUM_NAMES = [
  /** [1] known tokens. */
  'tokens',
  /** [routes] loss of every route. */
  'routes',
  /** [1] loss of the oracle under the asked constraint. */
  'asked',
  /** [budgets] loss of the oracle; 0 at budgets without routes. */
  'oracle',
  /** [budgets] loss of what is chosen without hindsight. */
  'hindsightFree',
  /** [2] loss of the router's routes in the table, and of how many tokens; it lacks some when it lacks a module of theirs. */
  'router',
  /** [2] loss of the router in its own run, and of how many tokens. */
  'own',
  /** [KINDS] tokens of each kind. */
  'kinds',
  /** [layers, MODULES] tokens for which the oracle under the asked constraint takes a module at a layer. */
  'oracleModules',
  /** [layers, MODULES] the same of the router. */
  'routerModules',
  /** [budgets, trials] loss of every random trial; 0 at budgets without routes. */
  'trials',
] as const;
export type SumName = (typeof SUM_NAMES)[number];
/** `null`: not known, because a search did not try that route for every token. */
export type Sum = number | null;
export type Sums = Readonly<Record<SumName, readonly Sum[]>>;

/**
 * Sums of one text are rounded to this part of a nat. Then adding such numbers is exact as long as the total stays below
 * 2^33 nats, billions of tokens: so the order in which texts are added, or the shards that they came in, make no difference.
 */
const GRAIN = 2 ** -20;

export const NOTHING: Sums = {
  tokens: [],
  routes: [],
  asked: [],
  oracle: [],
  hindsightFree: [],
  router: [],
  own: [],
  kinds: [],
  oracleModules: [],
  routerModules: [],
  trials: [],
};

/** Values such that they can be added exactly; `null` for NaN. */
export function grained(values: Iterable<number>): Sum[] {
  return Array.from(values, (value) => {
    return Number.isNaN(value) ? null : Math.round(value / GRAIN) * GRAIN;
  });
}

/** The sums of two sets of texts together. */
export function added(some: Sums, others: Sums): Sums {
  const entries = SUM_NAMES.map((name) => [name, addedLists(some[name], others[name])] as const);
  return Object.fromEntries(entries) as unknown as Sums;
}

function addedLists(some: readonly Sum[], others: readonly Sum[]): readonly Sum[] {
  if (some.length === 0) return others;
  if (others.length === 0) return some;
  return some.map((sum, at) => {
    const other = others[at] ?? null;
    return sum === null || other === null ? null : sum + other;
  });
}
