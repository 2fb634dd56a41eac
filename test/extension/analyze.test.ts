import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { analysisOf, analyzed, hoverAt, open, run, useTinyModel } from './support';

const TEXTS = {
  'plain text': 'The quick brown fox.\nJumps over it.\n',
  'CRLF line ends': 'one\r\ntwo\r\n\r\nthree',
  'tabs and trailing space': '\tif x:\n\t\treturn  \n',
  'emoji and joined emoji': 'a 😀 b 👩‍👩‍👧 c',
  'combining marks': 'e\u0301a\u0308 n\u0303',
  'Chinese, Japanese and Korean': '漢字かな交じり文 한국어',
  'one character': 'x',
};

describe('Analyze Document', () => {
  before(useTinyModel);

  for (const [name, text] of Object.entries(TEXTS)) {
    it(`gives every token of ${name} its place and its numbers`, async () => {
      const { document } = await analyzed(text);
      assert.equal(document.getText(), text);
      const { state, freshUntil, analysis } = await analysisOf(document);
      assert.equal(state, 'done');
      assert.equal(freshUntil, text.length);
      assert.equal(analysis.tokens.map(({ start, end }) => text.slice(start, end)).join(''), text);
      for (const { surprise, difficulty, router } of analysis.tokens) {
        assert.ok(surprise !== null && difficulty !== null && router !== null);
        assert.ok(difficulty >= 0 && (router.regret ?? -1) >= 0);
      }
    });
  }

  it('says what it ran on', async () => {
    const { document } = await analyzed('some text');
    const { analysis } = await analysisOf(document);
    assert.equal(analysis.model.name, 'tiny-duo');
    assert.equal(analysis.summary.context, 'big');
    assert.equal(analysis.options.router, 'tiny-two');
  });

  it('shows a hover on every token', async () => {
    const text = 'one\r\ntwo 😀';
    const { document } = await analyzed(text);
    for (let offset = 0; offset < text.length; offset++) {
      // Between the halves of a line end or of a character VS Code has no position.
      if ('\n\ude00'.includes(text.charAt(offset))) continue;
      assert.match(await hoverAt(document, offset), /^\*\*`+.*Surprise \d/s, String(offset));
    }
  });

  it('takes the document of a menu’s editor', async () => {
    const { document } = await open('first');
    await open('second');
    await run('analyzeDocument', document.uri);
    assert.equal((await analysisOf(document)).state, 'done');
  });

  it('lets two editors of one document share the results', async () => {
    const { document } = await analyzed('shared');
    await vscode.window.showTextDocument(document, vscode.ViewColumn.Beside);
    assert.match(await hoverAt(document, 1), /Surprise/);
    await vscode.commands.executeCommand('workbench.action.joinAllGroups');
  });
});

describe('Analyze Selection', () => {
  const text = 'The first half of it. And the second half.';
  const second = text.indexOf(' And');

  before(useTinyModel);

  it('analyses the tokens that overlap, with the text before as their context', async () => {
    const whole = await analysisOf((await analyzed(text)).document);
    const editor = await open(text);
    const { document } = editor;
    editor.selection = new vscode.Selection(
      document.positionAt(second),
      document.positionAt(text.length),
    );
    await run('analyzeSelection');
    const { analysis } = await analysisOf(document);
    const wanted = whole.analysis.tokens.filter(({ end }) => end > second);
    assert.deepEqual(
      analysis.tokens.map(({ index, start, end }) => [index, start, end]),
      wanted.map(({ index, start, end }) => [index, start, end]),
    );
    analysis.tokens.forEach(({ surprise }, at) => {
      assert.ok(Math.abs((surprise ?? NaN) - (wanted[at]?.surprise ?? NaN)) < 1e-4);
    });
    assert.equal(await hoverAt(document, 0), '');
    assert.match(await hoverAt(document, second + 2), /Surprise/);
  });
});
