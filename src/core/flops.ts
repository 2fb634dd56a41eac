import type { LayerUsage } from './layerUsage';
import type { LossTable } from './lossTable';
import type { ModelInfo } from './model';
import { MODULES, type Module } from './module';
import type { RouteSpace } from './routes';
import type { Steps } from './steps';

const TOKENS_PER_STEP = 500;

/**
 * FLOPs per token when the tokens use the layers like this: attention and FFN of every layer, and the head; the attention's
 * context-length term is left out.
 */
export function usageFlops(model: ModelInfo, usage: readonly LayerUsage[]): number {
  return usage.reduce((sum, layer) => {
    return sum + MODULES.reduce((ffn, module) => ffn + layer[module] * ffnFlops(model, module), 0);
  }, fixedFlops(model));
}

/** FLOPs per token with one module at every layer. */
export function uniformFlops(model: ModelInfo, module: Module): number {
  return fixedFlops(model) + model.layers * ffnFlops(model, module);
}

/** [routes] FLOPs per token of every route. */
export function routeFlops(model: ModelInfo, space: RouteSpace): Float64Array {
  const { layers, routeModules } = space;
  const ofModule = MODULES.map((module) => ffnFlops(model, module));
  const flops = new Float64Array(space.count).fill(fixedFlops(model));
  routeModules.forEach((module, at) => {
    const route = Math.floor(at / layers);
    flops[route] = (flops[route] ?? 0) + (ofModule[module] ?? 0);
  });
  return flops;
}

/** What routes cost and reach, over the known tokens. */
export interface RouteCost {
  /** Per token. */
  readonly flops: number;
  /** Nats per token. */
  readonly meanLoss: number;
}

/**
 * Each token on the cheapest route that is no worse than all layers big. By the table itself, so knowing the answer, many
 * such routes are better, and the mean loss is at most that of all big. By the `expected` losses, a table of the same shape,
 * it is chosen without the answer; the mean loss is that of the true tokens all the same. `undefined` when nothing is known
 * or the table has no big.
 */
export function* noWorseThanBig(
  model: ModelInfo,
  table: LossTable,
  expected = table,
): Steps<RouteCost | undefined> {
  const { space, tokens } = table;
  const allBig = space.uniform('big');
  if (allBig === undefined) return undefined;
  const flops = routeFlops(model, space);
  const cheapestFirst = space.all.slice().sort((a, b) => (flops[a] ?? 0) - (flops[b] ?? 0));
  const sum = { flops: 0, loss: 0 };
  let counted = 0;
  for (let token = 0; token < tokens; token++) {
    if (token % TOKENS_PER_STEP === 0) yield;
    if (!table.isKnown(token) || !expected.isKnown(token)) continue;
    counted++;
    const row = expected.row(token);
    const enough = row[allBig] ?? Number.NaN;
    // Found at the latest at all big itself.
    let at = 0;
    while (at < space.count && !((row[cheapestFirst[at] ?? allBig] ?? enough) <= enough)) at++;
    const route = cheapestFirst[at] ?? allBig;
    sum.flops += flops[route] ?? Number.NaN;
    sum.loss += table.loss(token, route);
  }
  return counted === 0 ? undefined : { flops: sum.flops / counted, meanLoss: sum.loss / counted };
}

/** What every token costs on any route. */
function fixedFlops({ layers, flops }: ModelInfo): number {
  return layers * flops.attention + flops.head;
}

function ffnFlops(model: ModelInfo, module: Module): number {
  return model.modules.find(({ name }) => name === module)?.flops ?? 0;
}
