import { PREDICTIONS_PER_TOKEN, type PredictionsEvent } from '../core/analysisEvent';
import type { BigRun } from './forwardPass';
import type { WindowTokens } from './windowTokens';

/** The part of a window's all-big run that belongs to its tokens from `reported` on. Events count from token `from`. */
export function predictionsEvent(
  { ids, logProbabilities, predictedDifficulty }: BigRun,
  { start, end }: WindowTokens,
  reported: number,
  from: number,
): PredictionsEvent {
  const positions = [reported - start, end - start] as const;
  const [begin, after] = positions.map((position) => position * PREDICTIONS_PER_TOKEN);
  return {
    kind: 'predictions',
    first: reported - from,
    ids: ids.slice(begin, after),
    logProbabilities: logProbabilities.slice(begin, after),
    ...(predictedDifficulty && { predictedDifficulty: predictedDifficulty.slice(...positions) }),
  };
}
