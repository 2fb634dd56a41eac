import type { AnalysisRun } from '../../src/core/analysis';
import { KINDS } from '../../src/core/measures';
import { surpriseModule } from '../../src/core/measures';
import {
  difficultyInWords,
  kindInWords,
  predictedDifficultyInWords,
  surpriseInWords,
} from '../../src/core/words';
import type { SubjectTokens } from '../../src/panel/subject';
import type { TokenDetail } from '../../src/panel/tokenDetail';
import { count, nats } from '../numbers';

/** What a token's numbers mean, for people who meet them for the first time. Empty while its losses are not known. */
export function tokenInWords(tokens: SubjectTokens, token: number, run: AnalysisRun): string[] {
  const surprise = tokens.surprise[token] ?? Number.NaN;
  const difficulty = tokens.difficulty[token] ?? Number.NaN;
  const predicted = tokens.predictedDifficulty[token] ?? Number.NaN;
  const kind = KINDS[tokens.kinds[token] ?? -1];
  if (Number.isNaN(surprise) || Number.isNaN(difficulty)) return [];
  return [
    ...(kind === undefined ? [] : [kindInWords(kind)]),
    surpriseInWords(surprise, surpriseModule(run.modules)),
    difficultyInWords(difficulty),
    ...(Number.isNaN(predicted) ? [] : [predictedDifficultyInWords(predicted)]),
  ];
}

/** `layers`: how many the model has. */
export function neededInWords(
  { neededBudget, nearlyAsGood }: Pick<TokenDetail, 'neededBudget' | 'nearlyAsGood'>,
  layers: number,
): string {
  if (neededBudget === null) return 'No route satisfies the layers that are set.';
  const within = `within ${nats(nearlyAsGood.tolerance, 2)} nats of the best loss`;
  if (neededBudget === 0) return `Needs no big layer to come ${within}.`;
  return `Needs ${count(neededBudget)} of ${count(layers)} layers big to come ${within}.`;
}

/** Route ambiguity. */
export function ambiguityInWords({ nearlyAsGood }: Pick<TokenDetail, 'nearlyAsGood'>): string {
  const { of, tolerance } = nearlyAsGood;
  const within = `within ${nats(tolerance, 2)} nats of the best`;
  if (of === 0) return 'No route satisfies this budget and these layers.';
  if (of === 1) return 'Only one route satisfies this budget and these layers.';
  if (nearlyAsGood.count === 1)
    return `No other of ${count(of)} routes is ${within}: the choice matters.`;
  return `${count(nearlyAsGood.count)} of ${count(of)} routes are ${within}.`;
}
