import type { AssistantTool } from '../assistant/assistantTools';
import { MOST_ANALYSED } from '../assistant/bounds';
import { planFor, type Preferences } from '../assistant/plan';
import type { Asked } from '../assistant/question';
import { TextLines } from '../assistant/textLines';
import { Analysis, type AnalysisSource } from '../core/analysis';
import { Failure } from '../core/failure';
import type { KeepLosses } from '../core/keptLosses';
import { LossTable } from '../core/lossTable';
import { RouteSpace } from '../core/routes';
import { withPauses } from '../core/steps';
import { count } from '../core/words';
import type { EngineClient } from '../client/engineClient';
import type { OpenRequest } from '../protocol/engineApi';
import { InteractiveRun } from './interactiveRun';
import type { ResultCache } from './resultCache';

/** A text that an assistant asks about. */
export interface AskedText {
  readonly text: string;
  readonly source: AnalysisSource;
}

/** The surroundings of an answer. */
export interface AnswerSurroundings {
  readonly client: Pick<EngineClient, 'open' | 'tokenize' | 'score'>;
  /** A second question about the same text takes no run. */
  readonly cache: ResultCache;
  /** Where the losses are kept; absent: in memory. */
  readonly keep?: KeepLosses;
  readonly opening: OpenRequest;
  readonly preferred: Preferences;
  /** Nats, for the needed compute. */
  readonly tolerance: number;
  readonly signal: AbortSignal;
  /** Gets how many tokens are known, and of how many. */
  readonly onAdvance: (known: number, tokens: number) => void;
  /** Lets the process do something else for a moment. */
  readonly pause: () => Promise<void>;
}

/**
 * Runs the model over as much of a text as a question needs, and answers it. Throws Failure, with code 'cancelled' when the
 * signal aborts.
 */
export async function answerTo<Question extends Asked, Answer>(
  tool: AssistantTool<Question, Answer>,
  question: Question,
  { text, source }: AskedText,
  around: AnswerSurroundings,
): Promise<Answer> {
  const lines = new TextLines(text);
  const part = tool.part(question, lines);
  checkLength(part ?? { start: 0, end: text.length });
  const { client, cache, keep, opening, preferred, tolerance, signal, onAdvance } = around;
  const { model, provider, vocabulary } = await client.open(opening, signal);
  const { run, constraint } = planFor(question, model, preferred);
  const table = new LossTable(new RouteSpace(run.modules, model.layers), 0, keep && { keep });
  const analysis = new Analysis(model, source, run, table);
  const pause = async (): Promise<void> => {
    await around.pause();
    if (signal.aborted) throw new Failure('cancelled', 'Cancelled.');
  };
  const running = new InteractiveRun(
    {
      ...{ bundle: opening.bundle, provider: provider.provider },
      ...{ text, modules: run.modules },
      ...(run.router !== undefined && { router: run.router }),
      ...(run.search !== undefined && { search: run.search }),
      ...(part !== undefined && { selection: part }),
    },
    analysis,
    // All of it is wanted, from the beginning to the end.
    { client, cache, provider: provider.provider, look: () => [], pause },
  );
  await running.run(signal, () => {
    onAdvance(analysis.knownCount, analysis.tokens.length);
  });
  const subject = {
    ...{ analysis, text, lines, vocabulary, constraint, tolerance },
    provider: provider.provider,
  };
  return await withPauses(tool.answer(subject, question), pause);
}

function checkLength({ start, end }: { readonly start: number; readonly end: number }): void {
  if (start === end) throw new Failure('text', 'The text is empty: there is no token to analyse.');
  if (end - start <= MOST_ANALYSED) return;
  throw new Failure(
    'request',
    `That is a text of ${count(end - start)} characters; at most ${count(MOST_ANALYSED)} are analysed for one question. Ask about fewer lines.`,
  );
}
