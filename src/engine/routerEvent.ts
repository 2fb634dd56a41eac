import type { RouterEvent } from '../core/analysisEvent';
import type { RouterRun } from './forwardPass';
import type { WindowTokens } from './windowTokens';

/** What a router does with a window's tokens from `reported` on. Events count from token `from`. */
export function routerEvent(
  { routes, loss }: RouterRun,
  { ids, start, end }: WindowTokens,
  reported: number,
  from: number,
): RouterEvent {
  const layers = routes.length / ids.length;
  return {
    kind: 'router',
    first: reported - from,
    routes: routes.slice((reported - start) * layers, (end - start) * layers),
    ownLoss: loss.slice(reported - start, end - start),
  };
}
