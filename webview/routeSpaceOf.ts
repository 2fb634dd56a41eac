import { RouteSpace } from '../src/core/routes';
import type { Subject } from '../src/panel/subject';

let latest: RouteSpace | undefined;

/** The routes of a subject's table. The same object while layers and modules are the same: there may be thousands. */
export function routeSpaceOf({ run, model }: Pick<Subject, 'run' | 'model'>): RouteSpace {
  const known = latest?.layers === model.layers && latest.modules.join() === run.modules.join();
  if (!known || latest === undefined) latest = new RouteSpace(run.modules, model.layers);
  return latest;
}
