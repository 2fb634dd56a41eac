import { createHash } from 'node:crypto';
import path from 'node:path';
import * as vscode from 'vscode';
import { EXPLAIN_TOKEN, HARD_TOKENS, type AssistantTool } from '../assistant/assistantTools';
import type { Asked } from '../assistant/question';
import { Failure } from '../core/failure';
import { answerTo, type AskedText } from '../interactive/assistantRun';
import { findDocument, openDocument } from './askedDocument';
import type { RunParts } from './documentRun';
import { failureSentence, logFailure } from './failures';
import { languageModelToolId } from './names';
import { pause } from './pause';
import { plainMessage } from './plainMessage';
import { settingsFor } from './settings';

/** Lets assistants in VS Code ask about tokens. Nothing runs before one does. */
export function registerLanguageModelTools(
  parts: RunParts,
  log: vscode.LogOutputChannel,
): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.lm.registerTool(
      languageModelToolId('hardTokens'),
      new LanguageModelTool(HARD_TOKENS, parts, log),
    ),
    vscode.lm.registerTool(
      languageModelToolId('explainToken'),
      new LanguageModelTool(EXPLAIN_TOKEN, parts, log),
    ),
  );
}

class LanguageModelTool<
  Question extends Asked,
  Answer,
> implements vscode.LanguageModelTool<unknown> {
  constructor(
    private readonly tool: AssistantTool<Question, Answer>,
    private readonly parts: RunParts,
    private readonly log: vscode.LogOutputChannel,
  ) {}

  /** Asks the user before it reads a file that is not of the workspace. */
  async prepareInvocation({
    input,
  }: vscode.LanguageModelToolInvocationPrepareOptions<unknown>): Promise<vscode.PreparedToolInvocation> {
    const { file, text } = this.tool.parse(input);
    if (text !== undefined) {
      return { invocationMessage: vscode.l10n.t('Running the Duo-LLM over a text') };
    }
    const { uri, isFamiliar } = await findDocument(file);
    const name = plainMessage(path.posix.basename(uri.path));
    const invocationMessage = vscode.l10n.t('Running the Duo-LLM over {0}', name);
    if (isFamiliar) return { invocationMessage };
    return {
      invocationMessage,
      confirmationMessages: {
        title: vscode.l10n.t('Read a file outside the workspace?'),
        message: plainMessage(
          vscode.l10n.t(
            'An assistant asks which tokens of {0} are hard for a language model. The model runs on this computer; the answer quotes parts of the file.',
            uri.fsPath,
          ),
        ),
      },
    };
  }

  async invoke(
    { input, tokenizationOptions }: vscode.LanguageModelToolInvocationOptions<unknown>,
    token: vscode.CancellationToken,
  ): Promise<vscode.LanguageModelToolResult> {
    const controller = new AbortController();
    const cancelling = token.onCancellationRequested(() => {
      controller.abort();
    });
    if (token.isCancellationRequested) controller.abort();
    try {
      const question = this.tool.parse(input);
      const words = await this.answer(question, tokenizationOptions, controller.signal);
      return new vscode.LanguageModelToolResult([new vscode.LanguageModelTextPart(words)]);
    } catch (error) {
      if (controller.signal.aborted) throw new vscode.CancellationError();
      if (!(error instanceof Failure)) logFailure(error, this.log);
      throw new Error(failureSentence(error), { cause: error });
    } finally {
      cancelling.dispose();
    }
  }

  /** In no more tokens of the assistant's than there is room for, if it says so. */
  private async answer(
    question: Question,
    room: vscode.LanguageModelToolTokenizationOptions | undefined,
    signal: AbortSignal,
  ): Promise<string> {
    const { uri, asked } = await askedText(question);
    for (let asking = question; ;) {
      const words = this.tool.inWords(await this.answerTo(asking, uri, asked, signal));
      const fewer = this.tool.fewer(asking);
      const fits = room === undefined || (await room.countTokens(words)) <= room.tokenBudget;
      if (fits || fewer === undefined) return words;
      asking = fewer;
    }
  }

  /**
   * With the window's engine and all that it remembers, so that what is analysed in the editor takes no run; what is shown
   * in the editor stays as it is.
   */
  private async answerTo(
    question: Question,
    uri: vscode.Uri | undefined,
    asked: AskedText,
    signal: AbortSignal,
  ): Promise<Answer> {
    const { engine, models, remembered } = this.parts;
    const { provider, modules, router, search, tolerance } = settingsFor(uri);
    const bundle = await models.chosen(uri);
    return await engine.use(async (client) => {
      await remembered.restore();
      return await answerTo(this.tool, question, asked, {
        ...{ client, cache: remembered.cache, keep: remembered.keep },
        opening: { bundle, provider },
        preferred: { modules, router, search },
        ...{ tolerance, signal, pause },
        onAdvance: () => undefined,
      });
    });
  }
}

/** The text as it is now, in the editor or on disk. Throws Failure('text'). */
async function askedText({
  file,
  text: given,
}: Asked): Promise<{ readonly uri: vscode.Uri | undefined; readonly asked: AskedText }> {
  const document =
    given === undefined ? await openDocument((await findDocument(file)).uri) : undefined;
  const text = given ?? document?.getText() ?? '';
  const name = document === undefined ? 'text' : path.posix.basename(document.uri.path);
  const sha256 = createHash('sha256').update(text).digest('hex');
  return { uri: document?.uri, asked: { text, source: { name, length: text.length, sha256 } } };
}
