import { planFor } from '../../../src/assistant/plan';
import type { Subject } from '../../../src/assistant/subject';
import { TextLines } from '../../../src/assistant/textLines';
import type { AnalysisRun } from '../../../src/core/analysis';
import { DEFAULT_TOLERANCE } from '../../../src/core/measures';
import { madeUpAnalysis, MODEL, RUN } from '../core/madeUpAnalysis';

/** A question of two big layers about a text, each of whose characters is a token; half of the vocabulary is hostile. */
export function madeUpSubject(text: string, run: AnalysisRun = RUN, foresight = true): Subject {
  const preferred = { modules: run.modules, router: run.router, search: undefined };
  const asked = { modules: undefined, router: undefined, budget: 2, atMost: false };
  return {
    analysis: madeUpAnalysis(text, run, { foresight }),
    text,
    lines: new TextLines(text),
    vocabulary: Array.from({ length: MODEL.vocabularySize }, (_, id) =>
      id % 2 === 0 ? `piece ${String(id)}` : NASTY.slice(id % NASTY.length),
    ),
    provider: 'cpu',
    constraint: planFor(asked, MODEL, preferred).constraint,
    tolerance: DEFAULT_TOLERANCE,
  };
}

/** What terminals, JSON and Markdown trip over: quotes, controls, directions, halves of characters, and more than fits. */
export const NASTY =
  '"\\\u001b[2J\0\u202e‮\u2066\ud83d👩‍👩‍👧‍👧\udc00\r\n\t`](command:x)</script>⟦⟧'.repeat(40);
