import type { Analysis } from './analysis';
import { orNull } from './means';
import type { Kind, Measures } from './measures';
import type { OracleChoice } from './oracle';
import { formatModules } from './routes';
import type { Token } from './token';

/** A token as JSON. What does not exist is `null`; losses in nats. */
export interface TokenJson {
  readonly index: number;
  readonly id: number;
  readonly text: string;
  /** UTF-16 offsets into the text. */
  readonly start: number;
  readonly end: number;
  readonly loss: {
    /** `null` when the module list has no small. */
    readonly small: number | null;
    readonly big: number | null;
    readonly router: number | null;
    /** Under the options, like `oracle`. */
    readonly oracle: number | null;
  };
  readonly surprise: number | null;
  readonly difficulty: number | null;
  readonly kind: Kind | null;
  readonly neededBudget: number | null;
  readonly oracle: RouteJson | null;
  readonly router: {
    readonly route: string;
    /** In the table; `null` when the route uses a module that the table lacks. */
    readonly loss: number | null;
    readonly ownLoss: number;
    readonly regret: number | null;
  } | null;
  /** The route chosen without the answer, under the options, like `oracle`; `null` also of a run without expected losses. */
  readonly hindsightFree:
    | (RouteJson & {
        /** What the all-big model expected this route to lose. */
        readonly expected: number;
      })
    | null;
  /** Foreseen by the model without the token; `null` when it has no head for it. */
  readonly predictedDifficulty: number | null;
  readonly byBudget: readonly {
    readonly budget: number;
    readonly loss: number | null;
    readonly route: string | null;
    /** Loss of the route chosen without the answer. */
    readonly hindsightFree: number | null;
  }[];
}

interface RouteJson {
  readonly route: string;
  /** Big layers of the route itself. */
  readonly budget: number;
  readonly loss: number;
}

/** `token`: its number in the analysis, which says the rest of it; `text` is the document. */
export function tokenJson(
  analysis: Analysis,
  measures: Measures,
  text: string,
  { index, id, start, end }: Token,
  token: number,
): TokenJson {
  const { table } = analysis;
  const { space } = table;
  const uniformLoss = (module: 'small' | 'big'): number | null => {
    const route = space.uniform(module);
    return route === undefined ? null : orNull(table.loss(token, route));
  };
  const neededBudget = measures.neededBudget[token] ?? -1;
  const oracle = routeJson(analysis, measures.oracle, token);
  return {
    index,
    id,
    text: text.slice(start, end),
    start,
    end,
    loss: {
      small: uniformLoss('small'),
      big: uniformLoss('big'),
      router: orNull(measures.routerLoss[token]),
      oracle: oracle?.loss ?? null,
    },
    surprise: orNull(measures.surprise[token]),
    difficulty: orNull(measures.difficulty[token]),
    kind: measures.kinds[token] ?? null,
    neededBudget: neededBudget < 0 ? null : neededBudget,
    oracle,
    router: routerJson(analysis, measures, token),
    hindsightFree: hindsightFreeJson(analysis, measures, token),
    predictedDifficulty: orNull(analysis.predictedDifficulty(token)),
    byBudget: Array.from({ length: space.layers + 1 }, (_, budget) => {
      const at = budget * table.tokens + token;
      const route = measures.byBudget.routes[at] ?? -1;
      return {
        budget,
        loss: orNull(measures.byBudget.losses[at]),
        route: route < 0 ? null : space.format(route),
        hindsightFree: orNull(measures.hindsightFree?.byBudget.losses[at]),
      };
    }),
  };
}

function routeJson(
  { table: { space } }: Analysis,
  { routes, losses }: OracleChoice,
  token: number,
): RouteJson | null {
  const route = routes[token] ?? -1;
  if (route < 0) return null;
  return {
    route: space.format(route),
    budget: space.bigCount(route),
    loss: losses[token] ?? missing(token),
  };
}

function hindsightFreeJson(
  analysis: Analysis,
  { hindsightFree }: Measures,
  token: number,
): TokenJson['hindsightFree'] {
  const { expected } = analysis;
  if (expected === undefined || hindsightFree === undefined) return null;
  const route = routeJson(analysis, hindsightFree.asked, token);
  const expectedLoss = expected.loss(token, hindsightFree.asked.routes[token] ?? -1);
  return route && { ...route, expected: expectedLoss };
}

function routerJson(analysis: Analysis, measures: Measures, token: number): TokenJson['router'] {
  const route = analysis.routerRoute(token);
  const ownLoss = analysis.ownLoss(token);
  if (route === undefined || ownLoss === undefined) return null;
  return {
    route: formatModules(route),
    loss: orNull(measures.routerLoss[token]),
    ownLoss,
    regret: orNull(measures.regret[token]),
  };
}

function missing(token: number): never {
  throw new RangeError(`No token ${String(token)}`);
}
