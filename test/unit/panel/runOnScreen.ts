import type { Analysis } from '../../../src/core/analysis';
import type { Constraint } from '../../../src/core/constraint';
import { atOnce } from '../../../src/core/steps';
import { answerOf } from '../../../src/panel/answer';
import { curveOf } from '../../../src/panel/curve';
import type { Shown } from '../../../src/panel/shown';
import { defaultQuestion } from '../../../src/panel/question';
import type { RunOnScreen } from '../../../src/panel/runSnapshot';
import { subjectOf } from '../../../src/panel/subject';

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
): RunOnScreen {
  const revision = 7;
  return {
    analysis,
    subject: subjectOf(shownOf(analysis), revision),
    answer: answerOf(analysis, { constraint, asked: true }, revision),
    curve: atOnce(curveOf(analysis, constraint, revision)),
  };
}
