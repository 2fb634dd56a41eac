import type { RouterEvent } from '../core/analysisEvent';
import type { ForwardPass } from './forwardPass';
import type { RouterPlan } from './routerPlan';
import type { WindowTokens } from './windowTokens';

/** Runs a router over a window: what it does with the window's tokens from `reported` on. Events count from token `from`. */
export async function routerEvent(
  forward: ForwardPass,
  router: RouterPlan,
  { ids, start, end }: WindowTokens,
  reported: number,
  from: number,
): Promise<RouterEvent> {
  const { routes, loss } = await forward.routed(ids, router);
  const layers = router.layers.length;
  return {
    kind: 'router',
    first: reported - from,
    routes: routes.slice((reported - start) * layers, (end - start) * layers),
    ownLoss: loss.slice(reported - start, end - start),
  };
}
