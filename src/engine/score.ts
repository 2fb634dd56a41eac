import type { BundleManifest } from '../core/bundleFormat';
import { Failure } from '../core/failure';
import type { ScoreEvent, ScoreRequest } from '../protocol/engineApi';
import type { CallContext } from '../protocol/rpcServer';
import { planAnalysis } from './analysisPlan';
import type { LoadedModel } from './loadedModel';
import { lossMaker } from './lossMaker';
import { windowEvents } from './windowEvents';
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
  const asked = { ...request, context: { kind: 'big' } } as const;
  const plan = planAnalysis(manifest, asked, model.sessions.report.provider);
  const window = windowOf(request, manifest);
  const runs = model.recentWindow.of(window.ids);
  const lossesOf = await lossMaker(model, plan, window.ids.length, signal);
  const { router } = plan;
  const events = windowEvents(window, { runs, router, lossesOf, from: request.from }, signal);
  for await (const event of events) emit(event);
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
