import { performance } from 'node:perf_hooks';
import type { AnalysisEnd, RouteEvent, RouteRequest } from '../protocol/engineApi';
import type { CallContext } from '../protocol/rpcServer';
import { checkpoint } from './checkpoint';
import type { LoadedModel } from './loadedModel';
import { requestedText } from './requestedText';
import { routerEvent } from './routerEvent';
import { planRouter } from './routerPlan';
import { windowTokens } from './windowTokens';

/**
 * A router's own run, with some layers taken out of its hands: what it decides at the others follows from the hidden states
 * that the forced ones make. Throws Failure: 'request' or 'text' before any event, 'cancelled' between two pieces of the
 * text and between two windows.
 */
export async function route(
  model: LoadedModel,
  request: RouteRequest,
  { emit, signal }: CallContext<RouteEvent>,
): Promise<AnalysisEnd> {
  const started = performance.now();
  const { manifest } = model.bundle;
  const router = planRouter(manifest, request.router, request.layers);
  const { ids, from, to, windows } = await requestedText(model, request, { emit, signal });
  for (const planned of windows) {
    await checkpoint(signal);
    const window = windowTokens(planned, ids, manifest.bos);
    const routed = await model.forward.routed(window.ids, router);
    emit(routerEvent(routed, window, window.scoreFrom, from));
  }
  const seconds = (performance.now() - started) / 1000;
  return { seconds, tokensPerSecond: (to - from) / seconds };
}
