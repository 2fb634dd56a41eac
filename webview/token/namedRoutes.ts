import type { TokenDetail } from '../../src/panel/tokenDetail';
import { SERIES } from '../charts/series';

/** A route of a token that has a name, or several. */
export interface NamedRoute {
  readonly route: number;
  /** Nats. */
  readonly loss: number;
  readonly names: readonly string[];
  /** Series whose colour and marker it has: that of its first name. */
  readonly series: 'oracle' | 'hindsightFree' | 'router' | 'reference';
}

/** Oracle, with and without hindsight, router, all small and all big, those that are the same route in one. */
export function namedRoutes({
  oracle,
  hindsightFree,
  router,
  small,
  big,
  losses,
}: TokenDetail): NamedRoute[] {
  const found = new Map<number, NamedRoute>();
  const add = (
    route: number | null | undefined,
    name: string,
    series: NamedRoute['series'],
  ): void => {
    const loss = losses[route ?? -1];
    if (route === null || route === undefined || loss === undefined) return;
    const same = found.get(route);
    found.set(route, {
      route,
      loss,
      names: [...(same?.names ?? []), name],
      series: same?.series ?? series,
    });
  };
  add(oracle?.route, SERIES.oracle.label, 'oracle');
  add(hindsightFree?.asked?.route, SERIES.hindsightFree.label, 'hindsightFree');
  add(router?.route, SERIES.router.label, 'router');
  add(small?.route, 'all small', 'reference');
  add(big?.route, 'all big', 'reference');
  return [...found.values()];
}
