import type { BundleManifest, OracleGraph, RoutesGraph } from '../core/bundleFormat';
import type { RouterInfo } from '../core/model';
import { MODULE_LISTS, MODULES, type Module } from '../core/module';
import { seededDraw } from '../core/random';
import { formatModules, MOST_ROUTES, RouteSpace } from '../core/routes';
import { BigContext } from './bigContext';
import { checkpoint } from './checkpoint';
import type { BigRun } from './forwardPass';
import { KeyValues } from './keyValues';
import type { LoadedModel } from './loadedModel';
import type { LossRows } from './lossRows';
import { OracleRunner } from './oracleRunner';
import { planRouter } from './routerPlan';
import { RoutesRunner, type RoutedPosition } from './routesRunner';
import { SelfContext } from './selfContext';
import type { WindowTokens } from './windowTokens';

const TEXT = 'Some words are easy to guess, and others are not.\n';
/** Two blocks of the usual size. */
const MOST_TOKENS = 16;
/** Of a graph of one position, which is slow. */
const MOST_STEPS = 4;
/** Nats. Sums in another order differ by a hundredth of it. */
const TOLERANCE = 1e-3;
const SEED = 2410;

/** Compares what the graphs of a bundle make of a short text. The forward graph is right by definition. */
export class NumbersCheck {
  /** The largest difference of the graph that is being compared. */
  private largest = 0;

  private constructor(
    private readonly model: LoadedModel,
    private readonly window: WindowTokens,
    private readonly big: BigRun,
    private readonly signal: AbortSignal,
  ) {}

  /** Throws Failure: 'provider' or 'cancelled'. */
  static async begin(model: LoadedModel, signal: AbortSignal): Promise<NumbersCheck> {
    const { bos, context } = model.bundle.manifest;
    const { ids } = await model.tokenizer.encode(TEXT, signal);
    const end = Math.min(ids.length, MOST_TOKENS, context - 1);
    const window = { start: 0, end, scoreFrom: 0, ids: Int32Array.of(bos, ...ids.slice(0, end)) };
    return new NumbersCheck(model, window, await model.forward.big(window.ids), signal);
  }

  /**
   * `tell` gets a sentence for each router and graph that is found right. Throws Failure: 'bundle', 'provider', or 'cancelled'
   * between two runs.
   */
  async run(tell: (found: string) => void): Promise<void> {
    const { routers, graphs } = this.model.bundle.manifest;
    await this.forward();
    for (const router of routers) {
      await this.router(router);
      tell(`router ${router.name}: takes modules of its list`);
    }
    const agrees = (file: string): void => {
      tell(`${file}: agrees with ${graphs.forward} to ${this.largest.toExponential(0)} nats`);
      this.largest = 0;
    };
    for (const oracle of graphs.oracles) {
      await this.oracle(oracle);
      agrees(oracle.file);
    }
    if (graphs.routes === undefined) return;
    await this.routes(graphs.routes);
    agrees(graphs.routes.file);
  }

  private async forward(): Promise<void> {
    const { bundle } = this.model;
    const losses = await this.forwardLosses(this.window.ids, () => allBig(bundle.manifest));
    if (losses.every(Number.isFinite)) return;
    throw bundle.unusable(bundle.manifest.graphs.forward, 'gives losses that are no numbers');
  }

  private async router({ name, modules }: RouterInfo): Promise<void> {
    const { bundle, forward } = this.model;
    const { manifest } = bundle;
    await checkpoint(this.signal);
    const plan = planRouter(manifest, name);
    const { routes } = await forward.routed(this.window.ids, plan).catch((cause: unknown) => {
      throw bundle.unusable(manifest.graphs.forward, `does not run with the router ${name}`, cause);
    });
    for (const number of routes) {
      const module = MODULES[number];
      if (module !== undefined && modules.includes(module)) continue;
      const taken = module ?? `module ${number}`;
      throw bundle.unusable(
        manifest.graphs.forward,
        `takes ${taken} by the router ${name}, which chooses from ${modules.join(', ')}`,
      );
    }
  }

  private async oracle(oracle: OracleGraph): Promise<void> {
    const { bundle, forward, sessions } = this.model;
    const { dimensions, context } = bundle.manifest;
    const steps = oracle.positions === 1 ? MOST_STEPS : MOST_TOKENS;
    const window = { ...this.window, end: Math.min(this.window.end, steps) };
    const space = new RouteSpace(oracle.modules, dimensions.layers);
    const runner = new OracleRunner(await sessions.oracleGraph(oracle), oracle.positions);
    const big = new BigContext(runner, dimensions, context, 1);
    const rows = await collected(big.losses(window, undefined, this.big), space.count);
    for (const { position, route } of pairs(space, window.end)) {
      const loss = rows[position]?.[route];
      await this.compareInBigContext(oracle.file, position, space.modulesOf(route), loss);
    }
    if (oracle.positions > 1) return;
    // The keys and values that it gives for a route are what later positions see.
    for (const route of someRoutes(space)) {
      const only = Int32Array.of(route);
      const self = new SelfContext(runner, forward, space, only, dimensions, window.end);
      const kept = await collected(self.losses(window, undefined), space.count);
      const modules = space.modulesOf(route);
      const expected = await this.forwardLosses(window.ids, () => modules);
      for (const [position, row] of kept.entries()) {
        this.compare(oracle.file, modules, row[route], expected[position]);
      }
    }
  }

  private async routes({ file }: RoutesGraph): Promise<void> {
    const { bundle, sessions } = this.model;
    const { dimensions } = bundle.manifest;
    const graph = await sessions.routesGraph({ file });
    const keyValues = KeyValues.of(this.big, dimensions, this.window.end);
    for (const modules of MODULE_LISTS) {
      if (modules.length ** dimensions.layers > MOST_ROUTES) continue;
      const space = new RouteSpace(modules, dimensions.layers);
      const wanted = pairs(space, this.window.end);
      const rest = (): Promise<void> => checkpoint(this.signal);
      const runner = new RoutesRunner(graph, space);
      const losses = await runner.run(this.window.ids, wanted, keyValues, rest);
      for (const [at, { position, route }] of wanted.entries()) {
        await this.compareInBigContext(file, position, space.modulesOf(route), losses[at]);
      }
    }
  }

  /** With all earlier positions big. */
  private async compareInBigContext(
    file: string,
    position: number,
    modules: readonly Module[],
    loss: number | undefined,
  ): Promise<void> {
    const big = allBig(this.model.bundle.manifest);
    const ids = this.window.ids.slice(0, position + 2);
    const losses = await this.forwardLosses(ids, (at) => (at === position ? modules : big));
    this.compare(file, modules, loss, losses[position]);
  }

  private async forwardLosses(
    ids: Int32Array,
    routeAt: (position: number) => readonly Module[],
  ): Promise<Float32Array> {
    await checkpoint(this.signal);
    const modules = Array.from(ids, (_, position) => routeAt(position)).flat();
    const routes = Int8Array.from(modules, (module) => MODULES.indexOf(module));
    return await this.model.forward.losses(ids, routes);
  }

  private compare(
    file: string,
    modules: readonly Module[],
    loss = Number.NaN,
    expected = Number.NaN,
  ): void {
    const difference = Math.abs(loss - expected);
    this.largest = Math.max(this.largest, difference);
    if (difference <= TOLERANCE) return;
    const { bundle } = this.model;
    const { forward } = bundle.manifest.graphs;
    throw bundle.unusable(
      file,
      `gives ${loss.toFixed(4)} nats on the route ${formatModules(modules)} where ${forward} gives ${expected.toFixed(4)}`,
    );
  }
}

function allBig({ dimensions }: BundleManifest): Module[] {
  return new Array<Module>(dimensions.layers).fill('big');
}

function someRoutes({ count }: RouteSpace): number[] {
  return [...new Set([0, count - 1, seededDraw(SEED)(count)])];
}

/** Some routes at the first and the last of so many positions. */
function pairs(space: RouteSpace, positions: number): RoutedPosition[] {
  return [...new Set([0, positions - 1])].flatMap((position) =>
    someRoutes(space).map((route) => ({ position, route })),
  );
}

/** [tokens][routes] nats. */
async function collected(blocks: AsyncIterable<LossRows>, routes: number): Promise<Float32Array[]> {
  const rows: Float32Array[] = [];
  for await (const { losses } of blocks) {
    for (let at = 0; at < losses.length; at += routes) rows.push(losses.subarray(at, at + routes));
  }
  return rows;
}
