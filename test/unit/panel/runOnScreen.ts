import type { Analysis } from '../../../src/core/analysis';
import type { Constraint } from '../../../src/core/constraint';
import { atOnce } from '../../../src/core/steps';
import { answerOf, type Answer } from '../../../src/panel/answer';
import { curveOf } from '../../../src/panel/curve';
import type { Shown } from '../../../src/panel/shown';
import { defaultQuestion } from '../../../src/panel/question';
import type { RunOnScreen } from '../../../src/panel/runSnapshot';
import { subjectOf, type Subject } from '../../../src/panel/subject';

/** An analysis as a host has it to show: each id stands for its character. */
export function shownOf(analysis: Analysis): Shown {
  const vocabulary = Array.from({ length: analysis.model.vocabularySize }, (_, id) =>
    String.fromCharCode(id),
  );
  const timing = { seconds: 2, tokensPerSecond: 21 };
  return { analysis, vocabulary, provider: 'cpu', timing, tolerance: 0.05 };
}

/** An analysis and the answer to a question, as a presenter would report them. */
export function runOnScreen(
  analysis: Analysis,
  constraint: Constraint = defaultQuestion(analysis.model, analysis.run.router),
): RunOnScreen & { readonly subject: Subject; readonly answer: Answer } {
  const revision = 7;
  const shown = shownOf(analysis);
  const answer = answerOf(analysis, { constraint, asked: true }, revision);
  return {
    analysis,
    vocabulary: shown.vocabulary,
    subject: subjectOf(shown, revision),
    answer,
    losses: answer.losses,
    curve: atOnce(curveOf(analysis, constraint, revision)),
  };
}
