import { performance } from 'node:perf_hooks';
import type { AnalysisEvent } from '../core/analysisEvent';
import { planWindows } from '../core/windows';
import type { AnalysisEnd, AnalyzeRequest } from '../protocol/engineApi';
import type { CallContext } from '../protocol/rpcServer';
import { planAnalysis } from './analysisPlan';
import { checkpoint } from './checkpoint';
import type { LoadedModel } from './loadedModel';
import { lossMaker } from './lossMaker';
import { requestedText } from './requestedText';
import { windowEvents } from './windowEvents';
import { windowTokens } from './windowTokens';

/**
 * Analyses a text window by window and reports what each run finds as soon as it is known. Throws Failure: 'request' or
 * 'text' before any event, 'cancelled' between two pieces of the text and between two runs.
 */
export async function analyze(
  model: LoadedModel,
  request: AnalyzeRequest,
  { emit, signal }: CallContext<AnalysisEvent>,
): Promise<AnalysisEnd> {
  const started = performance.now();
  const { manifest } = model.bundle;
  const plan = planAnalysis(manifest, request, model.sessions.report.provider);
  const { ids, from, to, windows } = await requestedText(model, request, { emit, signal });
  await checkpoint(signal);
  const lossesOf = await lossMaker(model, plan, ids.length, signal);
  // In *self* context a token depends on the routes of all before it, so the text before a selection is run as well.
  const run = plan.tables.kind === 'self' ? planWindows(ids, manifest.context, 0, to) : windows;
  for (const planned of run) {
    const window = windowTokens(planned, ids, manifest.bos);
    const runs = model.recentWindow.of(window.ids);
    const events = windowEvents(window, { runs, router: plan.router, lossesOf, from }, signal);
    for await (const event of events) emit(event);
  }
  const seconds = (performance.now() - started) / 1000;
  return { seconds, tokensPerSecond: (to - from) / seconds };
}
