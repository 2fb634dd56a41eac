import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import {
  analysisOf,
  analyzed,
  api,
  begin,
  engineProcesses,
  longText,
  open,
  set,
  until,
  useTinyModel,
} from './support';

const DOCUMENTS = 100;
/** MB that the heap may grow by while 90 documents come and go: VS Code has its own share in that. */
const MOST_GROWTH = 60;

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

function heapMegabytes(): number {
  collect();
  return process.memoryUsage().heapUsed / 2 ** 20;
}

async function close(document: vscode.TextDocument): Promise<void> {
  await vscode.window.showTextDocument(document);
  await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  await until('the document is closed', () => document.isClosed);
}

describe('a hundred documents, opened, analysed and closed,', () => {
  before(useTinyModel);

  it('leave one engine, no result and no memory behind', async function () {
    this.timeout(120_000);
    let early = 0;
    const documents: vscode.TextDocument[] = [];
    for (let number = 0; number < DOCUMENTS; number++) {
      const { document } = await analyzed(`Document ${String(number)} of many, each of its own.`);
      assert.equal((await analysisOf(document)).state, 'done');
      documents.push(document);
      await close(document);
      if (number === DOCUMENTS / 10) early = heapMegabytes();
    }
    const { analysisOf: published } = await api();
    for (const document of documents) assert.equal(published(document), undefined);
    documents.length = 0;
    assert.equal(engineProcesses().length, 1);
    const growth = heapMegabytes() - early;
    assert.ok(growth < MOST_GROWTH, `${growth.toFixed(0)} MB`);
  });

  it('can be closed in the middle of it', async () => {
    for (let number = 0; number < 5; number++) {
      const { document } = await open(longText());
      const { ended } = await begin(document);
      await close(document);
      await ended;
      assert.equal((await api()).analysisOf(document), undefined);
    }
    assert.equal((await analysisOf((await analyzed('after all')).document)).state, 'done');
    assert.equal(engineProcesses().length, 1);
  });
});

describe('settings that change while an analysis runs', () => {
  before(useTinyModel);

  after(async () => {
    await set('modules', undefined);
    await set('router', undefined);
    await useTinyModel();
  });

  it('leave it as it began, and count for the next', async () => {
    const { document } = await open(longText(60));
    const { ended } = await begin(document);
    const [engine] = engineProcesses();
    await set('modules', 'skip,big');
    await set('router', 'none');
    await set('model', 'no-such-model');
    await ended;
    const { state, analysis } = await analysisOf(document);
    assert.deepEqual([state, analysis.model.modules], ['done', ['small', 'big']]);
    assert.ok(analysis.tokens.every(({ router }) => router !== null));
    assert.deepEqual(engineProcesses(), [engine]);
    await useTinyModel();
    const next = await analysisOf((await analyzed('the next one')).document);
    assert.deepEqual(next.analysis.model.modules, ['skip', 'big']);
  });
});
