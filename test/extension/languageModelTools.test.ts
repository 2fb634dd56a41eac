import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { LANGUAGE_MODEL_TOOLS, languageModelToolId } from '../../src/extension/names';
import { analysisOf, analyzed, api, longText, open, set, useTinyModel } from './support';

type Input = Readonly<Record<string, unknown>>;

async function ask(
  name: (typeof LANGUAGE_MODEL_TOOLS)[number],
  input: Input,
  options: Partial<vscode.LanguageModelToolInvocationOptions<Input>> = {},
  token?: vscode.CancellationToken,
): Promise<string> {
  const { content } = await vscode.lm.invokeTool(
    languageModelToolId(name),
    { input, toolInvocationToken: undefined, ...options },
    token,
  );
  return content
    .map((part) => (part instanceof vscode.LanguageModelTextPart ? part.value : ''))
    .join('');
}

const TEXT = 'Some of this text\nis harder than most.\n';

describe('the tools for assistants', () => {
  before(useTinyModel);

  it('are offered', () => {
    const offered = vscode.lm.tools.map(({ name }) => name);
    for (const name of LANGUAGE_MODEL_TOOLS) {
      assert.ok(offered.includes(languageModelToolId(name)), offered.join());
    }
  });

  it('tell of the active editor’s document, unsaved as it is, what its analysis says', async () => {
    const { document } = await analyzed(TEXT);
    const words = await ask('hardTokens', { count: 1 });
    const { analysis } = await analysisOf(document);
    const hardest = analysis.tokens.toSorted(
      (a, b) => (b.difficulty ?? 0) - (a.difficulty ?? 0),
    )[0];
    const { line, character } = document.positionAt(hardest?.start ?? -1);
    const place = `- ${String(line + 1)}:${String(character + 1)} `;
    assert.ok(words.includes(place), words);
    assert.ok(words.includes(`: ${String(Math.round((hardest?.difficulty ?? 0) * 1000) / 1000)}`));
    assert.match(words, /big context/);
  });

  it('tell of a document that was not analysed, by its name, and leave the editor as it is', async () => {
    const { document } = await open('A text that nobody has looked at yet.');
    await open('another one');
    const words = await ask('hardTokens', { file: document.uri.path });
    assert.ok(words.startsWith(`${document.uri.path}: `), words);
    assert.equal((await api()).analysisOf(document), undefined);
  });

  it('tell of a file of the workspace that is not open, and explain a place of it', async () => {
    const [folder] = vscode.workspace.workspaceFolders ?? assert.fail();
    writeFileSync(path.join(folder?.uri.fsPath ?? '', 'asked.txt'), TEXT);
    assert.match(await ask('hardTokens', { file: 'asked.txt', startLine: 2 }), /^- 2:\d+ /m);
    const words = await ask('explainToken', { file: 'asked.txt', line: 2, column: 1 });
    assert.match(words, /^Token \d+, 2:1 "/m);
  });

  it('take the modules and the router of the settings, or those of the question', async () => {
    await set('modules', 'skip,big');
    try {
      assert.match(await ask('hardTokens', { text: TEXT }), /layers, skip,big\)/);
      const words = await ask('hardTokens', { text: TEXT, modules: 'small,big', router: 'none' });
      assert.match(words, /layers, small,big\)/);
      assert.doesNotMatch(words, /^Router /m);
    } finally {
      await set('modules', undefined);
    }
  });

  it('say no more than there is room for', async () => {
    const countTokens = (text: string): Thenable<number> => Promise.resolve(text.length);
    const all = await ask('hardTokens', { text: TEXT, count: 20 });
    const tokenizationOptions = { tokenBudget: all.length - 500, countTokens };
    const fewer = await ask('hardTokens', { text: TEXT, count: 20 }, { tokenizationOptions });
    assert.ok(fewer.length <= all.length - 500);
    assert.match(fewer, /^- \d/m);
  });

  it('say in a sentence what cannot be done', async () => {
    await open('');
    await assert.rejects(ask('hardTokens', {}), /is empty/);
    await assert.rejects(ask('hardTokens', { file: 'gone.txt' }), /no such file in the workspace/);
    await assert.rejects(ask('hardTokens', { text: TEXT, budget: 99 }), /more than the \d+ layers/);
  });

  it('give up when they are cancelled', async () => {
    const source = new vscode.CancellationTokenSource();
    const asked = ask('hardTokens', { text: longText(1000) }, {}, source.token);
    setTimeout(() => {
      source.cancel();
    }, 300);
    await assert.rejects(asked);
    assert.match(await ask('hardTokens', { text: TEXT }), /Hardest tokens/);
    source.dispose();
  });
});
