import fc from 'fast-check';
import { Analysis } from '../../../src/core/analysis';
import type { Constraint } from '../../../src/core/constraint';
import { MODULES, type Module } from '../../../src/core/module';
import type { Shown } from '../../../src/panel/shown';
import { MODEL } from '../core/madeUpAnalysis';
import { bestRoute, everyRoute, moduleLists, satisfies } from '../core/naive';

/** What is known of a token; `null`: not yet. */
interface KnownToken {
  /** [routes] nats. */
  readonly losses: readonly number[] | null;
  /** [routes] nats that the all-big model expects; `null` where the losses are not known, or in no token at all. */
  readonly expected: readonly number[] | null;
  readonly router: { readonly modules: readonly Module[]; readonly ownLoss: number } | null;
}

/** A made-up analysis, from nothing known to all, what it was made of, and a question. */
export interface PanelCase {
  readonly analysis: Analysis;
  readonly shown: Shown;
  readonly constraint: Constraint;
  readonly tokens: readonly KnownToken[];
  readonly routes: readonly (readonly Module[])[];
}

export const TOLERANCE = 0.25;
export const VOCABULARY = Array.from(
  { length: MODEL.vocabularySize },
  (_, id) => `<${String(id)}>`,
);

export const panelCases: fc.Arbitrary<PanelCase> = fc
  .record({
    modules: moduleLists,
    layers: fc.integer({ min: 1, max: 4 }),
    router: fc.option(fc.constantFrom(...MODEL.routers), { nil: undefined }),
    hasExpected: fc.boolean(),
  })
  .chain(({ modules, layers, router, hasExpected }) => {
    const routes = everyRoute(modules, layers);
    // Quarters of a nat, so that there are many ties, and sums are exact.
    const nats = fc.integer({ min: 0, max: 16 }).map((quarters) => quarters / 4);
    const each = <Value>(value: fc.Arbitrary<Value>, length: number): fc.Arbitrary<Value[]> =>
      fc.array(value, { minLength: length, maxLength: length });
    const routed = fc.record({
      modules: each(fc.constantFrom(...(router?.modules ?? MODULES)), layers),
      ownLoss: nats,
    });
    return fc
      .record({
        tokens: fc.array(
          fc.record({
            losses: fc.option(each(nats, routes.length)),
            expected: each(nats, routes.length),
            router: router === undefined ? fc.constant(null) : fc.option(routed),
          }),
          { maxLength: 6 },
        ),
        firstIndex: fc.integer({ min: 0, max: 9 }),
        constraint: fc.record({
          budget: fc.option(fc.integer({ min: 0, max: layers }), { nil: undefined }),
          atMost: fc.boolean(),
          // Also modules that the list lacks: then no route is admissible.
          layers: each(fc.constantFrom('auto' as const, 'auto' as const, ...MODULES), layers),
        }),
      })
      .map(({ tokens: drawn, firstIndex, constraint }): PanelCase => {
        const tokens = drawn.map(({ expected, ...token }) => {
          return { ...token, expected: hasExpected && token.losses !== null ? expected : null };
        });
        const source = { name: 'made-up.txt', length: 2 * tokens.length, sha256: 'cd'.repeat(32) };
        const analysis = new Analysis({ ...MODEL, layers }, source, {
          modules,
          router: router?.name,
          context: { kind: 'big' },
        });
        apply(analysis, tokens, firstIndex);
        const shown = {
          analysis,
          vocabulary: VOCABULARY,
          provider: 'cpu',
          timing: null,
          tolerance: TOLERANCE,
        };
        return { analysis, shown, constraint, tokens, routes };
      });
  });

function apply(analysis: Analysis, tokens: readonly KnownToken[], firstIndex: number): void {
  const starts = Int32Array.from(tokens, (_, at) => 2 * at);
  analysis.apply({
    kind: 'tokens',
    firstIndex,
    ids: Int32Array.from(tokens, (_, at) => 7 * at),
    starts,
    ends: starts.map((start) => start + 2),
    windows: [],
  });
  tokens.forEach(({ losses, expected, router }, first) => {
    if (losses !== null) {
      const foreseen = expected && { expected: Float32Array.from(expected) };
      analysis.apply({ kind: 'losses', first, losses: Float32Array.from(losses), ...foreseen });
      if (foreseen) {
        const likeliest = { ids: new Int32Array(5), logProbabilities: new Float32Array(5) };
        const predictedDifficulty = foreseen.expected.slice(0, 1);
        analysis.apply({ kind: 'predictions', first, ...likeliest, predictedDifficulty });
      }
    }
    if (router !== null) {
      const routes = Uint8Array.from(router.modules, (module) => MODULES.indexOf(module));
      analysis.apply({ kind: 'router', first, routes, ownLoss: Float32Array.of(router.ownLoss) });
    }
  });
}

/** [tokens] the oracle under a constraint, as plainly as it can be found. */
export function naiveOracle(
  { tokens, routes }: PanelCase,
  constraint: Constraint,
): { route: number; loss: number }[] {
  return tokens.map(({ losses }) => bestRoute(losses ?? [], routes, constraint));
}

/** [tokens] what is chosen without the answer, and what it loses; route -1 where nothing is. */
export function naiveHindsightFree(
  { tokens, routes }: PanelCase,
  constraint: Constraint,
): { route: number; loss: number; expected: number }[] {
  return tokens.map(({ losses, expected }) => {
    const { route, loss } = bestRoute(expected ?? [], routes, constraint);
    return { route, loss: losses?.[route] ?? Number.NaN, expected: loss };
  });
}

/** Indices of the routes that satisfy a constraint. */
export function naiveAdmissible({ routes }: PanelCase, constraint: Constraint): number[] {
  return [...routes.keys()].filter((route) => satisfies(routes[route] ?? [], constraint));
}

/** Over the numbers that exist; `null` when none does. */
export function mean(values: readonly (number | null | undefined)[]): number | null {
  const found = values.filter((value) => typeof value === 'number' && !Number.isNaN(value));
  return found.length === 0
    ? null
    : found.reduce<number>((sum, each) => sum + (each ?? 0), 0) / found.length;
}

/** Equal up to rounding; `null` only to `null`. */
export function isClose(one: number | null | undefined, other: number | null): boolean {
  if (typeof one !== 'number' || other === null) return one === other;
  return Math.abs(one - other) < 1e-9;
}
