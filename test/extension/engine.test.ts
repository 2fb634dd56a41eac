import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import {
  analysisOf,
  analyzed,
  begin,
  engineProcesses,
  longText,
  messagesDuring,
  open,
  run,
  useTinyModel,
} from './support';

describe('a running analysis', () => {
  before(useTinyModel);

  it('shows results while it runs, and keeps them when it is cancelled', async () => {
    const { document } = await open(longText());
    const { ended } = await begin(document);
    assert.equal((await analysisOf(document)).state, 'running');
    await run('cancelAnalysis');
    await ended;
    const { state, analysis } = await analysisOf(document);
    assert.equal(state, 'stopped');
    assert.ok(analysis.tokens.some(({ surprise }) => surprise !== null));
    assert.ok(analysis.tokens.some(({ surprise }) => surprise === null));
  });

  it('gives way to a new one of the same document', async () => {
    const editor = await open(longText());
    const { ended } = await begin(editor.document);
    editor.selection = new vscode.Selection(0, 0, 0, 12);
    await run('analyzeSelection');
    await ended;
    const { state, analysis } = await analysisOf(editor.document);
    assert.equal(state, 'done');
    assert.ok(analysis.tokens.length <= 12);
  });

  it('says so when the engine dies, and the next one works', async () => {
    const { document } = await open(longText());
    const messages = await messagesDuring(async () => {
      const { ended } = await begin(document);
      for (const pid of engineProcesses()) process.kill(pid, 'SIGKILL');
      await ended;
    });
    assert.equal(messages.length, 1);
    assert.match(
      messages[0] ?? '',
      /engine process ended \(signal SIGKILL\).*\| Analyze Again \| Show Log$/,
    );
    assert.equal((await analysisOf(document)).state, 'stopped');
    assert.equal((await analysisOf((await analyzed('again')).document)).state, 'done');
  });
});

describe('the engine', () => {
  before(useTinyModel);

  it('is one process for all documents', async () => {
    await analyzed('one document');
    const [first, ...others] = engineProcesses();
    assert.ok(first !== undefined && others.length === 0);
    await analyzed('another document');
    assert.deepEqual(engineProcesses(), [first]);
  });
});
