import type { BundleManifest } from '../core/bundleFormat';
import { Failure } from '../core/failure';
import type { ScoreEvent, ScoreRequest } from '../protocol/engineApi';
import type { CallContext } from '../protocol/rpcServer';
import { planAnalysis } from './analysisPlan';
import { checkpoint } from './checkpoint';
import type { RouterRun } from './forwardPass';
import { DrawnLabels } from './labels';
import type { LoadedModel } from './loadedModel';
import { lossMaker } from './lossMaker';
import { predictionsEvent } from './predictionsEvent';
import { routerEvent } from './routerEvent';
import type { WindowTokens } from './windowTokens';

/**
 * A part of one window in *big* context: for whoever decides himself what is computed in which order. The results are those
 * of `analyze`. Throws Failure: 'request' before any event, 'cancelled' between two runs.
 */
export async function score(
  model: LoadedModel,
  request: ScoreRequest,
  { emit, signal }: CallContext<ScoreEvent>,
): Promise<null> {
  const { manifest } = model.bundle;
  const plan = planAnalysis(manifest, { ...request, context: { kind: 'big' } });
  const window = windowOf(request, manifest);
  const runs = model.recentWindow.of(window.ids);
  await checkpoint(signal);
  const big = await runs.big();
  emit(predictionsEvent(big, window, request.from, request.from));
  let routed: RouterRun | undefined;
  if (plan.router !== undefined) {
    await checkpoint(signal);
    routed = await runs.routed(plan.router);
    emit(routerEvent(routed, window, request.from, request.from));
  }
  await checkpoint(signal);
  const lossesOf = await lossMaker(model, plan, window.ids.length, signal);
  const labels = big.distribution && new DrawnLabels(big.distribution, window);
  for await (const { first, losses, expected } of lossesOf(window, { big, routed, labels })) {
    emit({ kind: 'losses', first: first - request.from, losses, ...(expected && { expected }) });
    await checkpoint(signal);
  }
  return null;
}

/** As if the document began with the window. Throws Failure('request'). */
function windowOf({ ids, from, to }: ScoreRequest, { bos, context }: BundleManifest): WindowTokens {
  if (ids.length >= context || from < 0 || from >= to || to > ids.length) {
    throw new Failure(
      'request',
      `Tokens ${String(from)} to ${String(to)} of a window of ${String(ids.length)} cannot be scored with a context of ${String(context)}.`,
    );
  }
  return { start: 0, end: to, scoreFrom: from, ids: Int32Array.of(bos, ...ids) };
}
