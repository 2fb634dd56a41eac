import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Analysis } from '../../../src/core/analysis';
import type { Constraint } from '../../../src/core/constraint';
import {
  MODULES,
  type LayerConstraint,
  type Module,
  type ModuleList,
} from '../../../src/core/module';
import { anyLayers, unconstrained } from '../../../src/core/oracle';
import type { RerunRequest } from '../../../src/panel/rerun';
import { RerunTally, type RerunFigures } from '../../../src/panel/rerunTally';
import { MODEL } from '../core/madeUpAnalysis';
import { bestRoute, bigOf, everyRoute, moduleLists } from '../core/naive';

const LAYERS = MODEL.layers;
const SHOWN_ROUTER = 'three-way';

/** What is known of a token, and what a rerun finds when it reaches it. */
interface TokenCase {
  /** [routes] nats in the analysis on screen; `null`: not known. */
  readonly table: readonly number[] | null;
  /** [routes] nats that were expected there, in analyses that have them. */
  readonly expected: readonly number[];
  /** By the router of the analysis; `null`: not known. */
  readonly decided: readonly Module[] | null;
  /** [routes] nats of a self-context run. */
  readonly row: readonly number[];
  /** Of a router's run. */
  readonly taken: readonly Module[];
  readonly ownLoss: number;
}

interface Case {
  readonly modules: ModuleList;
  readonly constraint: Constraint;
  /** The analysis on screen has expected losses. */
  readonly hasExpected: boolean;
  readonly tokens: readonly TokenCase[];
  /** How many of them the rerun has reached. */
  readonly reached: number;
  /** How many of them each of its events reports. */
  readonly atOnce: number;
}

const nats = fc.integer({ min: 0, max: 24 }).map((quarters) => quarters / 4);
const decisions = fc.array(fc.constantFrom(...MODULES), { minLength: LAYERS, maxLength: LAYERS });
const layers = fc.array(fc.constantFrom<LayerConstraint[]>('auto', ...MODULES), {
  minLength: LAYERS,
  maxLength: LAYERS,
});

const cases: fc.Arbitrary<Case> = moduleLists.chain((modules) => {
  const count = modules.length ** LAYERS;
  const row = fc.array(nats, { minLength: count, maxLength: count });
  const token = fc.record({
    table: fc.option(row),
    expected: row,
    decided: fc.option(decisions),
    row,
    taken: decisions,
    ownLoss: nats,
  });
  return fc.record({
    modules: fc.constant(modules),
    constraint: fc.record({
      budget: fc.option(fc.integer({ min: 0, max: LAYERS }), { nil: undefined }),
      atMost: fc.boolean(),
      layers,
    }),
    hasExpected: fc.boolean(),
    tokens: fc.array(token, { maxLength: 6 }),
    reached: fc.nat(6),
    atOnce: fc.integer({ min: 1, max: 3 }),
  });
});

function numbersOf(routes: readonly (readonly Module[])[]): Uint8Array {
  return Uint8Array.from(routes.flat(), (module) => MODULES.indexOf(module));
}

/** The analysis on screen. */
function shownOf({ modules, hasExpected, tokens }: Case): Analysis {
  const source = { name: 'made-up.txt', length: tokens.length, sha256: '' };
  const run = { modules, router: SHOWN_ROUTER, context: { kind: 'big' } } as const;
  const shown = new Analysis(MODEL, source, run);
  const starts = Int32Array.from(tokens.keys());
  const ends = starts.map((start) => start + 1);
  shown.apply({ kind: 'tokens', firstIndex: 0, ids: starts, starts, ends, windows: [] });
  for (const [first, { table, expected, decided }] of tokens.entries()) {
    const foreseen = hasExpected && { expected: Float32Array.from(expected) };
    if (table) {
      shown.apply({ kind: 'losses', first, losses: Float32Array.from(table), ...foreseen });
    }
    if (!decided) continue;
    const ownLoss = Float32Array.of(1);
    shown.apply({ kind: 'router', first, routes: numbersOf([decided]), ownLoss });
  }
  return shown;
}

function reachedBy({ tokens, reached }: Case): readonly TokenCase[] {
  return tokens.slice(0, reached);
}

function rerun(request: RerunRequest, made: Case): RerunFigures {
  const tally = new RerunTally(shownOf(made), request, made.constraint);
  const reached = reachedBy(made);
  for (let first = 0; first < reached.length; first += made.atOnce) {
    const part = reached.slice(first, first + made.atOnce);
    if (request.kind === 'self') {
      const losses = Float32Array.from(part.flatMap(({ row }) => row));
      tally.take({ kind: 'losses', first, losses });
    } else {
      const routes = numbersOf(part.map(({ taken }) => taken));
      const ownLoss = Float32Array.from(part, (token) => token.ownLoss);
      tally.take({ kind: 'router', first, routes, ownLoss });
    }
  }
  return tally.figures();
}

/** What the run did with a token; `promised` is NaN where there is no promise. */
interface Reached {
  readonly route: readonly Module[];
  readonly loss: number;
  readonly promised: number;
  /** What is promised without hindsight. */
  readonly unseen?: number;
}

/** The figures by their definitions. */
function figuresOf(tokens: number, reached: readonly Reached[]): RerunFigures {
  const compared = reached.filter(({ promised }) => !Number.isNaN(promised));
  const share = (layer: number, module: Module): number =>
    reached.filter(({ route }) => route[layer] === module).length / reached.length;
  const usage = anyLayers(LAYERS).map((_, layer) => ({
    skip: share(layer, 'skip'),
    small: share(layer, 'small'),
    big: share(layer, 'big'),
  }));
  return {
    known: reached.length,
    tokens,
    compared: compared.length,
    promised: mean(compared.map(({ promised }) => promised)),
    hindsightFree: mean(compared.map(({ unseen }) => unseen ?? Number.NaN)),
    reached: mean((compared.length > 0 ? compared : reached).map(({ loss }) => loss)),
    meanBudget: mean(reached.map(({ route }) => bigOf(route))),
    usage: reached.length === 0 ? null : usage,
  };
}

function mean(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  const sum = values.reduce((sum, value) => sum + value, 0);
  return Number.isNaN(sum) ? null : sum / values.length;
}

function assertFigures(actual: RerunFigures, expected: RerunFigures): void {
  const budgets = [actual, expected].map(({ meanBudget }) => meanBudget ?? -1);
  assert.ok(Math.abs((budgets[0] ?? 0) - (budgets[1] ?? 0)) < 1e-9);
  assert.deepEqual({ ...actual, meanBudget: 0 }, { ...expected, meanBudget: 0 });
}

describe('RerunTally', () => {
  it('self context: the run’s own oracle, beside the losses of the table’s', () => {
    const property = fc.property(cases, (made) => {
      const routes = everyRoute(made.modules, LAYERS);
      const reached = reachedBy(made).flatMap(({ row, table, expected }): Reached[] => {
        const { route, loss } = bestRoute(row, routes, made.constraint);
        const promised = bestRoute(table ?? [], routes, made.constraint).loss;
        const chosen = bestRoute(expected, routes, made.constraint).route;
        const unseen = made.hasExpected ? (table?.[chosen] ?? Number.NaN) : Number.NaN;
        return route < 0 ? [] : [{ route: routes[route] ?? [], loss, promised, unseen }];
      });
      assertFigures(rerun({ kind: 'self' }, made), figuresOf(made.tokens.length, reached));
    });
    fc.assert(property);
  });

  /** What a router's run reached, when `promisedRoute` is what was promised of it. */
  function routed(made: Case, promisedRoute: (token: TokenCase) => readonly Module[]): Reached[] {
    const routes = everyRoute(made.modules, LAYERS).map((route) => route.join());
    return reachedBy(made).map((token) => {
      const route = routes.indexOf(promisedRoute(token).join());
      const promised = token.table?.[route] ?? Number.NaN;
      return { route: token.taken, loss: token.ownLoss, promised };
    });
  }

  it('the router of the analysis: its decisions, with the forced layers in their place', () => {
    const property = fc.property(cases, (made) => {
      const reached = routed(made, ({ decided, taken }) => {
        return (
          decided?.map((module, layer) => {
            const wanted = made.constraint.layers[layer];
            return wanted === undefined || wanted === 'auto' ? module : wanted;
          }) ?? taken
        );
      });
      const figures = rerun({ kind: 'router', router: SHOWN_ROUTER }, made);
      assertFigures(figures, figuresOf(made.tokens.length, reached));
    });
    fc.assert(property);
  });

  it('another router: what it takes in the run', () => {
    const property = fc.property(cases, (made) => {
      const figures = rerun({ kind: 'router', router: 'half' }, made);
      const reached = routed(made, ({ taken }) => taken);
      assertFigures(figures, figuresOf(made.tokens.length, reached));
    });
    fc.assert(property);
  });

  it('counts nothing of what belongs to another kind of run', () => {
    const constraint = unconstrained(LAYERS);
    const token: TokenCase = {
      table: new Array<number>(8).fill(1),
      expected: new Array<number>(8).fill(2),
      decided: null,
      row: [],
      taken: [],
      ownLoss: 0,
    };
    const made: Case = {
      modules: ['small', 'big'],
      constraint,
      hasExpected: true,
      tokens: [token],
      reached: 0,
      atOnce: 1,
    };
    const routes = new Uint8Array(LAYERS);
    for (const request of [{ kind: 'self' }, { kind: 'router', router: 'half' }] as const) {
      const tally = new RerunTally(shownOf(made), request, constraint);
      const none = { first: 0, ids: new Int32Array(5), logProbabilities: new Float32Array(5) };
      tally.take({ kind: 'predictions', ...none });
      if (request.kind === 'self') {
        tally.take({ kind: 'router', first: 0, routes, ownLoss: Float32Array.of(1) });
      } else {
        tally.take({ kind: 'losses', first: 0, losses: new Float32Array(8) });
      }
      assert.deepEqual(tally.figures(), figuresOf(1, []));
    }
  });
});
