import type { LossesEvent, PredictionsEvent, RouterEvent } from '../core/analysisEvent';
import { checkpoint } from './checkpoint';
import type { RouterRun } from './forwardPass';
import { DrawnLabels } from './labels';
import type { LossMaker } from './lossMaker';
import { predictionsEvent } from './predictionsEvent';
import type { WindowRuns } from './recentWindow';
import { routerEvent } from './routerEvent';
import type { RouterPlan } from './routerPlan';
import type { WindowTokens } from './windowTokens';

/** How a window is run. */
export interface WindowPlan {
  /** What its losses are made of. */
  readonly runs: WindowRuns;
  /** The router to run. */
  readonly router: RouterPlan | undefined;
  readonly lossesOf: LossMaker;
  /** The token that events count from: of earlier ones nothing is told. */
  readonly from: number;
}

/** What is found out about the tokens of a window, as it is found. Throws Failure('cancelled') between two runs. */
export async function* windowEvents(
  window: WindowTokens,
  { runs, router, lossesOf, from }: WindowPlan,
  signal: AbortSignal,
): AsyncGenerator<PredictionsEvent | RouterEvent | LossesEvent> {
  await checkpoint(signal);
  const big = await runs.big();
  const told = Math.max(window.scoreFrom, from);
  const isTold = told < window.end;
  let routed: RouterRun | undefined;
  if (isTold) {
    yield predictionsEvent(big, window, told, from);
    if (router !== undefined) {
      await checkpoint(signal);
      routed = await runs.routed(router);
      yield routerEvent(routed, window, told, from);
    }
  }
  await checkpoint(signal);
  // Of what is not told nobody asks what it was expected to lose.
  const labels = isTold && big.distribution ? new DrawnLabels(big.distribution, window) : undefined;
  for await (const { first, losses, expected } of lossesOf(window, { big, routed, labels })) {
    if (first >= from) {
      yield { kind: 'losses', first: first - from, losses, ...(expected && { expected }) };
    }
    await checkpoint(signal);
    runs.tidy();
  }
}
