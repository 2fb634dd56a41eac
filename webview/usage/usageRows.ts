import type { LayerUsage } from '../../src/core/layerUsage';
import type { LayerConstraint, Module, ModuleList } from '../../src/core/module';
import { percent } from '../../src/core/words';
import { DEAREST_FIRST, layerNumber, layersTopDown, MODULE_LOOKS } from '../charts/series';
import { NO_NUMBER } from '../numbers';

/** A layer as the chart shows it. */
export interface UsageRow {
  readonly layer: number;
  readonly constraint: LayerConstraint;
  /** `null`: no route to count. */
  readonly oracle: LayerUsage | null;
  readonly router: LayerUsage | null;
}

/** From the top row down. */
export function usageRows(
  constraints: readonly LayerConstraint[],
  oracle: readonly LayerUsage[] | null,
  router: readonly LayerUsage[] | null,
): UsageRow[] {
  return layersTopDown(constraints.length).map((layer) => ({
    layer,
    constraint: constraints[layer] ?? 'auto',
    oracle: oracle?.[layer] ?? null,
    router: router?.[layer] ?? null,
  }));
}

/** The modules that have a place in the chart, dearest first: those of the run, and what the router took besides. */
export function shownModules(modules: ModuleList, router: readonly LayerUsage[] | null): Module[] {
  return DEAREST_FIRST.filter((module) => {
    return modules.includes(module) || router?.some((layer) => layer[module] > 0);
  });
}

/** A piece of a stacked bar: shares between 0 and 1. */
export interface Segment {
  readonly module: Module;
  readonly from: number;
  readonly to: number;
}

/** Dearest first; modules that no token takes have none. */
export function segments(usage: LayerUsage | null): Segment[] {
  if (usage === null) return [];
  const found: Segment[] = [];
  let from = 0;
  for (const module of DEAREST_FIRST) {
    const to = from + usage[module];
    if (usage[module] > 0) found.push({ module, from, to });
    from = to;
  }
  return found;
}

/** `Layer 3, auto. Oracle: big 61 %, small 39 %. Router: ...` */
export function rowInWords(row: UsageRow, modules: readonly Module[]): string {
  const of = (name: string, usage: LayerUsage | null): string =>
    usage === null ? '' : ` ${name}: ${sharesInWords(usage, modules)}.`;
  const { layer, constraint } = row;
  return `Layer ${layerNumber(layer)}, ${constraint}.${of('Oracle', row.oracle)}${of('Router', row.router)}`;
}

function sharesInWords(usage: LayerUsage, modules: readonly Module[]): string {
  return modules
    .map((module) => `${MODULE_LOOKS[module].label} ${percent(usage[module])}`)
    .join(', ');
}

export function shareOf(usage: LayerUsage | null, module: Module): string {
  return usage === null ? NO_NUMBER : percent(usage[module]);
}
