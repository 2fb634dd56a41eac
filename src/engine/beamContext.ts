import { searchRoutes } from '../core/beam';
import type { Dimensions } from '../core/bundleFormat';
import { MODULES } from '../core/module';
import type { RouteSpace } from '../core/routes';
import { givenRoutes } from '../core/searchError';
import type { BigContext } from './bigContext';
import type { RouterRun } from './forwardPass';
import { KeyValues, type KeyValueColumns } from './keyValues';
import type { LossRows } from './lossRows';
import type { RoutedPosition, RoutesRunner } from './routesRunner';
import type { WindowTokens } from './windowTokens';

/** Searched side by side, so that a run of the graph has many rows. */
const POSITIONS = 16;

/** One block of positions in so many is tried exactly. */
const SAMPLE_EVERY = 32;

/** Where both kinds of table are made of. */
export interface BeamParts {
  readonly runner: RoutesRunner;
  /** For the sample; `undefined`: there is no graph for it. */
  readonly exact: { readonly context: BigContext; readonly positions: number } | undefined;
  readonly space: RouteSpace;
  readonly dimensions: Dimensions;
  /** Awaited between two runs; may throw. */
  readonly rest: () => Promise<void>;
}

/**
 * The loss table in *big* context where not every route is tried: NaN stands for the others. Of a sample of the positions,
 * always the same ones of a window, every route is tried: they tell what the search misses.
 *
 * No labels are drawn: routes that were found by the true token's loss say nothing about a choice without it.
 */
export class BeamContext {
  constructor(private readonly parts: BeamParts) {}

  /** The rows of the window's scored tokens; `routed`: the router's run of the window, if there is one. */
  async *losses(
    window: WindowTokens,
    forward: KeyValueColumns,
    routed: RouterRun | undefined,
  ): AsyncGenerator<LossRows> {
    const end = window.end - window.start;
    let next = window.scoreFrom - window.start;
    while (next < end) {
      const { exact, dimensions } = this.parts;
      const isSample = this.isSample(next);
      let after = next + 1;
      while (after < end && after % POSITIONS !== 0 && this.isSample(after) === isSample) after++;
      if (isSample && exact !== undefined) {
        const part = {
          ...window,
          scoreFrom: window.start + next,
          end: window.start + after,
        };
        yield* exact.context.losses(part, undefined, forward);
      } else {
        const keyValues = KeyValues.of(forward, dimensions, after);
        const losses = await this.searched(window, next, after, keyValues, routed);
        yield { first: window.start + next, losses, expected: undefined };
      }
      next = after;
    }
  }

  /** Whole blocks of the exact graph, since a part of one costs as much. */
  private isSample(position: number): boolean {
    const { exact } = this.parts;
    return exact !== undefined && Math.floor(position / exact.positions) % SAMPLE_EVERY === 1;
  }

  /** [last - first, routes] of positions [first, last). */
  private async searched(
    { ids }: WindowTokens,
    first: number,
    last: number,
    keyValues: KeyValues,
    routed: RouterRun | undefined,
  ): Promise<Float32Array> {
    const { runner, space, rest } = this.parts;
    const rows = new Float32Array((last - first) * space.count);
    const searches = Array.from({ length: last - first }, (_, at) => {
      const position = first + at;
      const search = searchRoutes(space, givenRoutes(this.routerRoute(routed, position)));
      return { at, position, search, step: search.next() };
    });
    for (;;) {
      const pairs: RoutedPosition[] = [];
      for (const { position, step } of searches) {
        if (step.done !== true) for (const route of step.value) pairs.push({ position, route });
      }
      if (pairs.length === 0) return rows;
      const losses = await runner.run(ids, pairs, keyValues, rest);
      let told = 0;
      for (const each of searches) {
        if (each.step.done === true) continue;
        const asked = each.step.value.length;
        each.step = each.search.next(losses.subarray(told, told + asked));
        told += asked;
        if (each.step.done === true) rows.set(each.step.value, each.at * space.count);
      }
    }
  }

  /** `undefined` without a router; -1 where it takes a module that the space lacks. */
  private routerRoute(routed: RouterRun | undefined, position: number): number | undefined {
    const { space } = this.parts;
    if (routed === undefined) return undefined;
    const taken = routed.routes.subarray(position * space.layers, (position + 1) * space.layers);
    return space.routeOf(Array.from(taken, (module) => MODULES[module] ?? 'skip')) ?? -1;
  }
}
