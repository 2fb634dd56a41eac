import { MODULES } from '../../src/core/module';
import type { LossTable } from '../../src/core/lossTable';
import type { RouterInfo } from '../../src/core/model';
import type { Column } from './estimate';
import { SKIP_BIG, SMALL_BIG, type MeasuredRouter, type MeasuredSet } from './measuredSet';

/** The table that holds a router's routes; `undefined` when there is none. */
export function tableOf(set: MeasuredSet, { info }: MeasuredRouter): LossTable | undefined {
  const modules = info.modules.join();
  if (modules === SMALL_BIG.join()) return set.table;
  return modules === SKIP_BIG.join() ? set.skipTable : undefined;
}

/** What a router's routes lose in *big* context. */
export function tableLoss(set: MeasuredSet, router: MeasuredRouter): Column | undefined {
  const table = tableOf(set, router);
  if (table === undefined) return undefined;
  const { layers } = table.space;
  const routes = Int32Array.from({ length: set.tokens }, (_, token) => {
    const choices = router.modules.subarray(token * layers, (token + 1) * layers);
    return table.space.routeOf(Array.from(choices, (choice) => MODULES[choice] ?? 'skip')) ?? -1;
  });
  return (token) => table.loss(token, routes[token] ?? -1);
}

const BIG = MODULES.indexOf('big');

/** Big layers that a router gives a token. */
export function bigLayers({ table }: MeasuredSet, { modules }: MeasuredRouter): Column {
  const { layers } = table.space;
  return (token) => {
    let count = 0;
    for (let at = token * layers; at < (token + 1) * layers; at++) {
      if (modules[at] === BIG) count++;
    }
    return count;
  };
}

/** Whether a router takes big at one layer: 1 or 0. */
export function takesBig(
  { table }: MeasuredSet,
  { modules }: MeasuredRouter,
  layer: number,
): Column {
  const { layers } = table.space;
  return (token) => Number(modules[token * layers + layer] === BIG);
}

/** The paper's router of small,big whose budget is nearest to half of the layers. */
export function paperRouter({ routers, table }: MeasuredSet): MeasuredRouter | undefined {
  const half = table.space.layers / 2;
  const distance = ({ info }: MeasuredRouter): number => Math.abs(info.budget - half);
  return routers
    .filter(({ info }) => info.modules.join() === SMALL_BIG.join())
    .filter(({ info }) => !isImitation(info))
    .sort((one, other) => distance(one) - distance(other))[0];
}

/** The first router that chooses between skip and big. */
export function skipRouter({ routers }: MeasuredSet): MeasuredRouter | undefined {
  return routers.find(({ info }) => info.modules.join() === SKIP_BIG.join());
}

/** Trained on the oracle's own choices. */
export function isImitation({ name }: Pick<RouterInfo, 'name'>): boolean {
  return name.startsWith('imitation-');
}
