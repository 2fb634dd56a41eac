import { performance } from 'node:perf_hooks';
import { PREDICTIONS_PER_TOKEN, type AnalysisEvent } from '../core/analysisEvent';
import { planWindows } from '../core/windows';
import type { AnalysisEnd, AnalyzeRequest } from '../protocol/engineApi';
import type { CallContext } from '../protocol/rpcServer';
import { planAnalysis, type AnalysisPlan } from './analysisPlan';
import { BigContext } from './bigContext';
import { checkpoint } from './checkpoint';
import { ForwardPass, type BigRun } from './forwardPass';
import { DrawnLabels } from './labels';
import type { LoadedModel } from './loadedModel';
import { OracleRunner } from './oracleRunner';
import { requestedText } from './requestedText';
import { routerEvent } from './routerEvent';
import { SelfContext } from './selfContext';
import { windowTokens, type WindowTokens } from './windowTokens';

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
  const plan = planAnalysis(manifest, request);
  const { ids, from, to } = await requestedText(model, request, { emit, signal });
  const forward = new ForwardPass(model.sessions.forward, manifest.dimensions);
  await checkpoint(signal);
  const context = await createContext(model, plan, forward, ids.length);
  // In *self* context a token depends on the routes of all before it, so the text before a selection is run as well.
  const runFrom = plan.admissible ? 0 : from;
  for (const planned of planWindows(ids.length, manifest.context, runFrom, to)) {
    const window = windowTokens(planned, ids, manifest.bos);
    const reported = Math.max(window.scoreFrom, from);
    await checkpoint(signal);
    const big = await forward.big(window.ids);
    if (reported < window.end) {
      emit(predictionsEvent(big, window, reported, from));
      if (plan.router !== undefined) {
        await checkpoint(signal);
        emit(await routerEvent(forward, plan.router, window, reported, from));
      }
    }
    await checkpoint(signal);
    // Of what is not reported nobody asks what it was expected to lose.
    const distribution = reported < window.end ? big.distribution : undefined;
    const labels = distribution && new DrawnLabels(distribution, window);
    for await (const { first, losses, expected } of context.losses(window, labels, big)) {
      if (first >= from) {
        emit({ kind: 'losses', first: first - from, losses, ...(expected && { expected }) });
      }
      await checkpoint(signal);
    }
  }
  const seconds = (performance.now() - started) / 1000;
  return { seconds, tokensPerSecond: (to - from) / seconds };
}

async function createContext(
  { bundle, sessions }: LoadedModel,
  { space, oracle, admissible }: AnalysisPlan,
  forward: ForwardPass,
  tokenCount: number,
): Promise<BigContext | SelfContext> {
  const { dimensions, context } = bundle.manifest;
  const graph = await sessions.oracleGraph(oracle);
  const runner = new OracleRunner(graph, oracle.positions, dimensions);
  return admissible
    ? new SelfContext(runner, forward, space, admissible, dimensions, tokenCount)
    : new BigContext(runner, dimensions, context);
}

/** The part of a window's run that belongs to its tokens from `reported` on; events count from `from`. */
function predictionsEvent(
  { ids, logProbabilities, predictedDifficulty }: BigRun,
  window: WindowTokens,
  reported: number,
  from: number,
): AnalysisEvent {
  const positions = [reported - window.start, window.end - window.start] as const;
  const [begin, end] = positions.map((position) => position * PREDICTIONS_PER_TOKEN);
  return {
    kind: 'predictions',
    first: reported - from,
    ids: ids.slice(begin, end),
    logProbabilities: logProbabilities.slice(begin, end),
    ...(predictedDifficulty && { predictedDifficulty: predictedDifficulty.slice(...positions) }),
  };
}
