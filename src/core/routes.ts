import type { Constraint } from './constraint';
import { Failure } from './failure';
import {
  MODULE_LETTERS,
  MODULES,
  type LayerConstraint,
  type Module,
  type ModuleList,
} from './module';

/** More routes than any loss table could hold; a request for them is a mistake. */
export const MOST_ROUTES = 2 ** 20;

/**
 * All routes of a module list through a stack of layers: `modules.length ** layers` of them.
 *
 * A route is named by its index, the sum over layers l of choice(l) * M^l, with the M choices numbered in the order of
 * the module list and l = 0 the lowest layer. So for `small,big`, bit l of the index says that layer l is big.
 */
export class RouteSpace {
  readonly count: number;
  /** All routes, ascending. */
  readonly all: Int32Array;
  /** [routes] number of big layers of each route. */
  readonly bigCounts: Uint8Array;
  /** M^l for every layer l. */
  private readonly weights: readonly number[];
  /** By budget, ascending. */
  private readonly byBudget: readonly Int32Array[];
  private modulesListed: Uint8Array | undefined;

  constructor(
    readonly modules: ModuleList,
    readonly layers: number,
  ) {
    this.count = modules.length ** layers;
    if (this.count > MOST_ROUTES) {
      throw new Failure(
        'request',
        `${modules.join(',')} over ${String(layers)} layers makes ${String(this.count)} routes, too many to evaluate; ` +
          'choose a list of fewer modules.',
      );
    }
    this.weights = Array.from({ length: layers }, (_, layer) => modules.length ** layer);
    this.all = Int32Array.from({ length: this.count }, (_, route) => route);
    this.bigCounts = this.countBig();
    const byBudget = Array.from({ length: layers + 1 }, (): number[] => []);
    this.bigCounts.forEach((budget, route) => byBudget[budget]?.push(route));
    this.byBudget = byBudget.map((routes) => Int32Array.from(routes));
  }

  /** [routes, layers] the modules of every route, index into MODULES. */
  get routeModules(): Uint8Array {
    this.modulesListed ??= this.listModules();
    return this.modulesListed;
  }

  moduleAt(route: number, layer: number): Module {
    const module = this.modules[this.choiceAt(route, layer)];
    if (module === undefined || route < 0 || route >= this.count) {
      throw new RangeError(`No layer ${String(layer)} in route ${String(route)}`);
    }
    return module;
  }

  /** The modules of a route, lowest layer first. */
  modulesOf(route: number): Module[] {
    return this.weights.map((_, layer) => this.moduleAt(route, layer));
  }

  /** The route of these modules, lowest layer first; `undefined` when the list lacks one of them. */
  routeOf(modules: readonly Module[]): number | undefined {
    if (modules.length !== this.layers) return undefined;
    let route = 0;
    for (const [layer, weight] of this.weights.entries()) {
      const module = modules[layer];
      const choice = module === undefined ? -1 : this.modules.indexOf(module);
      if (choice < 0) return undefined;
      route += choice * weight;
    }
    return route;
  }

  /** The route that takes one module at every layer; `undefined` when the list lacks it. */
  uniform(module: Module): number | undefined {
    return this.routeOf(new Array<Module>(this.layers).fill(module));
  }

  bigCount(route: number): number {
    const count = this.bigCounts[route];
    if (count === undefined) throw new RangeError(`No route ${String(route)}`);
    return count;
  }

  allows(route: number, constraint: Constraint): boolean {
    const { budget, atMost, layers } = constraint;
    const big = this.bigCount(route);
    if (budget !== undefined && (atMost ? big > budget : big !== budget)) return false;
    return this.fits(route, layers);
  }

  /** All routes that satisfy a constraint, ascending. */
  admissible(constraint: Constraint): Int32Array {
    const { budget, atMost, layers } = constraint;
    if (budget !== undefined && !atMost) return this.withBudget(budget, layers);
    return this.all.filter((route) => this.allows(route, constraint));
  }

  /** The routes with exactly `budget` big layers, ascending; with `layers`, only those that fit them. */
  withBudget(budget: number, layers?: readonly LayerConstraint[]): Int32Array {
    const routes = this.byBudget[budget] ?? new Int32Array();
    if (layers === undefined || layers.every((constraint) => constraint === 'auto')) return routes;
    return routes.filter((route) => this.fits(route, layers));
  }

  /** A route as people read it, lowest layer first: `ssB-` is small, small, big, skip. */
  format(route: number): string {
    return formatModules(this.modulesOf(route));
  }

  /** The inverse of `format`; `undefined` when the text is no route of this space. */
  parse(text: string): number | undefined {
    const modules = Array.from(text, (letter) =>
      this.modules.find((module) => MODULE_LETTERS[module] === letter),
    );
    return modules.every((module) => module !== undefined) ? this.routeOf(modules) : undefined;
  }

  private choiceAt(route: number, layer: number): number {
    return Math.floor(route / (this.weights[layer] ?? Number.NaN)) % this.modules.length;
  }

  private fits(route: number, layers: readonly LayerConstraint[]): boolean {
    return layers.every((wanted, layer) => {
      return wanted === 'auto' || wanted === this.moduleAt(route, layer);
    });
  }

  private listModules(): Uint8Array {
    const indices = this.modules.map((module) => MODULES.indexOf(module));
    return new Uint8Array(this.count * this.layers).map((_, at) => {
      return indices[this.choiceAt(Math.floor(at / this.layers), at % this.layers)] ?? 0;
    });
  }

  private countBig(): Uint8Array {
    const big = this.modules.indexOf('big');
    return Uint8Array.from(this.all, (route) => {
      return this.weights.filter((_, layer) => this.choiceAt(route, layer) === big).length;
    });
  }
}

/** The routes that differ from one in a single layer, lowest layer first: layers * (M - 1) of them. */
export function neighboursOf(space: RouteSpace, route: number): number[] {
  const { modules, layers } = space;
  return Array.from({ length: layers }, (_, layer) => {
    const weight = modules.length ** layer;
    const choice = Math.floor(route / weight) % modules.length;
    const others = modules.map((_, other) => other).filter((other) => other !== choice);
    return others.map((other) => route + (other - choice) * weight);
  }).flat();
}

/** Modules, lowest layer first, as a written route. */
export function formatModules(modules: readonly Module[]): string {
  return modules.map((module) => MODULE_LETTERS[module]).join('');
}
