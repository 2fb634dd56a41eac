import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import * as vscode from 'vscode';
import type { Constraint } from '../../src/core/constraint';
import { Failure } from '../../src/core/failure';
import { messagesDuring, open, set, until, useTinyModel } from './support';
import { TestPanel, type TestPage } from './testPanel';

const TEXT = 'The panel shows what a model would do with more compute, token by token.';

const question = (budget: number, changes: Partial<Constraint> = {}): Constraint => ({
  budget,
  atMost: false,
  layers: ['auto', 'auto', 'auto'],
  ...changes,
});

describe('the panel', () => {
  let panel: TestPanel;
  let page: TestPage;

  before(useTinyModel);
  beforeEach(() => {
    panel = new TestPanel();
    page = panel.show();
  });
  afterEach(() => {
    panel.dispose();
  });

  it('is about the active editor’s document, and says what to do', async () => {
    const { document } = await open(TEXT);
    await until('the face', () => page.told.face?.face.document === document.fileName);
    assert.equal(page.state, 'absent');
    assert.equal(page.told.subject?.subject, null);
  });

  it('draws an analysis under the question that nobody has asked', async () => {
    await open(TEXT);
    await page.analyze();
    const { subject, answer, curve, overview, colours } = page.told;
    assert.equal(subject?.subject?.tokens.texts.join(''), TEXT);
    assert.ok(subject.subject.timing !== null);
    assert.equal(answer?.answer.asked, false);
    assert.deepEqual(answer.answer.constraint.layers, ['auto', 'auto', 'auto']);
    assert.equal(curve?.curve.oracle.length, 4);
    assert.equal(curve.curve.hindsight?.length, 4);
    assert.equal(overview?.overview.tokens, subject.subject.tokens.count);
    assert.deepEqual(colours?.colours, { chosen: null, shown: 'difficulty' });
  });

  it('answers a question at once, and the colours follow it', async () => {
    const { document } = await open(TEXT);
    await page.analyze();
    const revision = page.told.answer?.answer.revision;
    await page.call('ask', question(1, { layers: ['auto', 'big', 'auto'] }));
    const { answer, colours } = page.told;
    assert.equal(answer?.answer.revision, revision);
    assert.equal(answer?.answer.asked, true);
    assert.equal(answer.answer.admissible, 1);
    assert.deepEqual(answer.answer.usage?.[1], { skip: 0, small: 0, big: 1 });
    assert.deepEqual(colours?.colours, { chosen: null, shown: 'shortfall' });
    const result = panel.results.of(document) ?? assert.fail();
    const { quantity, constraint } = panel.colours.colouringOf(result);
    assert.deepEqual([quantity, constraint.budget], ['shortfall', 1]);
  });

  it('colours by what is chosen in it, whatever is asked', async () => {
    await open(TEXT);
    await page.analyze();
    await page.call('colourBy', 'surprise');
    await page.call('ask', question(2));
    assert.deepEqual(page.told.colours?.colours, { chosen: 'surprise', shown: 'surprise' });
    await page.call('colourBy', null);
    assert.equal(page.told.colours.colours.shown, 'shortfall');
    await page.call('ask', null);
    assert.equal(page.told.colours.colours.shown, 'difficulty');
  });

  it('has its question again in the next window', async () => {
    await open(TEXT);
    await page.analyze();
    await page.call('ask', question(2, { atMost: true }));
    assert.deepEqual(panel.newQuestions().asked, question(2, { atMost: true }));
    await page.call('ask', null);
    assert.equal(panel.newQuestions().asked, null);
  });

  it('leaves a question to the models that it fits', async () => {
    await open(TEXT);
    await page.analyze();
    panel.questions.ask({ budget: 1, atMost: false, layers: ['auto'] });
    assert.equal(page.told.answer?.answer.asked, false);
    assert.equal(page.told.colours?.colours.shown, 'difficulty');
  });

  it('tells all of a token, and refuses one that there is not', async () => {
    await open(TEXT);
    await page.analyze();
    const { losses, oracle, hindsightFree } = await page.call('detail', { token: 1 });
    assert.equal(losses.length, 8);
    assert.equal(oracle?.loss, page.told.answer?.answer.losses[1]);
    const unseen = hindsightFree?.asked;
    assert.ok(unseen && oracle && unseen.loss >= oracle.loss);
    assert.equal(unseen.loss, losses[unseen.route]);
    await assert.rejects(page.call('detail', { token: 10_000 }), isRefusal);
  });

  it('puts the cursor on a token, and is told where the cursor is', async () => {
    const editor = await open(TEXT);
    await page.analyze();
    await page.call('reveal', { token: 3, aside: false });
    const start = page.told.subject?.subject?.tokens.starts[3];
    assert.equal(editor.document.offsetAt(editor.selection.active), start);
    await until('the cursor', () => page.told.cursor?.token === 3);
  });

  it('puts the cursor on a token in an editor beside', async () => {
    const { document, viewColumn } = await open(TEXT);
    await page.analyze();
    await page.call('reveal', { token: 3, aside: true });
    const columns = vscode.window.visibleTextEditors
      .filter((editor) => editor.document === document)
      .map((editor) => editor.viewColumn);
    assert.equal(columns.length, 2);
    assert.equal(vscode.window.activeTextEditor?.viewColumn, viewColumn);
    await until('the cursor of that editor', () => page.told.cursor?.token === 3);
    await vscode.commands.executeCommand('workbench.action.joinAllGroups');
  });

  it('says how much still holds after an edit', async () => {
    const editor = await open(TEXT);
    await page.analyze();
    assert.equal(page.told.face?.face.freshTokens, null);
    await editor.edit((edit) => {
      edit.insert(editor.document.positionAt(TEXT.indexOf('compute')), 'new ');
    });
    const fresh = (): number | null => page.told.face?.face.freshTokens ?? null;
    await until('the stale face', () => fresh() !== null);
    const count = page.told.subject?.subject?.tokens.count ?? 0;
    assert.ok((fresh() ?? 0) > 0 && (fresh() ?? 0) < count);
    await assert.rejects(page.call('reveal', { token: -1, aside: false }), isRefusal);
  });

  it('says how the last analysis failed', async () => {
    await open(TEXT);
    await set('model', 'no-such-model');
    const messages = await messagesDuring(async () => {
      await page.call('perform', 'analyze');
      await until('the failure', () => page.state === 'stopped');
    });
    assert.equal(messages.length, 1);
    assert.match(page.told.face?.face.note ?? '', /no model "no-such-model"/);
    await useTinyModel();
    await page.analyze();
    assert.equal(page.told.face?.face.note, null);
  });

  it('says why a document is declined', async () => {
    await open('PNG\0\0IHDR');
    await until('the face', () => page.state === 'declined');
    assert.match(page.told.face?.face.note ?? '', /binary/);
  });

  it('shows fewer modules from what is known, and goes back without a run', async () => {
    await set('router', 'none');
    await set('modules', 'skip,small,big');
    await open(TEXT);
    await page.analyze();
    const modules = (): string => page.told.subject?.subject?.run.modules.join() ?? '';
    let runs = 0;
    const counting = panel.analyzer.onDidChange(() => runs++);
    for (const list of [
      ['small', 'big'],
      ['skip', 'big'],
      ['skip', 'small', 'big'],
    ] as const) {
      await page.call('useModules', list);
      await until(`the analysis with ${list.join()}`, () => modules() === list.join());
      assert.equal(vscode.workspace.getConfiguration('duoLLM').get('modules'), list.join());
    }
    counting.dispose();
    assert.equal(runs, 0);
    await set('modules', undefined);
    await set('router', undefined);
  });

  it('runs the model for modules that are not known', async () => {
    await open(TEXT);
    await page.analyze();
    await page.call('useModules', ['skip', 'big']);
    await until('the run', () => page.told.subject?.subject?.run.modules.join() === 'skip,big');
    await page.drawn();
    assert.equal(textOf(page), TEXT);
    await set('modules', undefined);
  });

  it('gives up a run for other modules when it is sent back to what is known', async () => {
    await open(TEXT.repeat(40));
    await page.analyze();
    const modules = (): string => page.told.subject?.subject?.run.modules.join() ?? '';
    await page.call('useModules', ['skip', 'big']);
    await until('the first tokens', () => modules() === 'skip,big');
    assert.equal(page.state, 'running');
    await page.call('useModules', ['small', 'big']);
    await sleep(500);
    assert.equal(modules(), 'small,big');
    assert.equal(page.state, 'done');
    await set('modules', undefined);
  });

  it('goes with the document that is worked on', async () => {
    const first = await open(TEXT);
    await page.analyze();
    const { document } = await open('Another text.');
    await until('the other', () => page.told.face?.face.document === document.fileName);
    assert.equal(page.state, 'absent');
    assert.equal(page.told.subject?.subject, null);
    await vscode.window.showTextDocument(first.document);
    await page.drawn();
    assert.equal(textOf(page), TEXT);
  });

  it('stays with the document while a log is read', async () => {
    const { document } = await open(TEXT);
    const channel = vscode.window.createOutputChannel('Read Meanwhile');
    channel.appendLine('a line');
    channel.show();
    await sleep(300);
    assert.equal(panel.followed.current, document);
    channel.dispose();
    await vscode.commands.executeCommand('workbench.action.closePanel');
  });

  it('says so when no document is open any more', async () => {
    await open(TEXT);
    await page.analyze();
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await until('the empty face', () => page.state === 'noDocument');
    assert.equal(page.told.subject?.subject, null);
  });

  it('is told nothing while hidden, and all of it when shown again', async () => {
    await open(TEXT);
    await page.analyze();
    panel.hide();
    const { events } = page;
    panel.questions.ask(question(2));
    await open('Another text.');
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await sleep(500);
    assert.equal(page.events, events);
    const next = panel.show();
    await next.drawn();
    assert.equal(next.told.answer?.answer.constraint.budget, 2);
    assert.equal(page.events, events);
    await next.call('ask', null);
    assert.equal(next.told.answer.answer.asked, false);
  });

  it('takes a page that is loaded anew, without having been hidden', async () => {
    await open(TEXT);
    await page.analyze();
    const next = panel.show();
    await next.drawn();
    assert.equal((await next.call('detail', { token: 0 })).token, 0);
  });

  it('compares a kept run with the one on screen', async () => {
    await open(TEXT);
    await page.analyze();
    await page.call('ask', question(0));
    await page.call('keep', null);
    const [kept] = page.told.kept?.kept ?? [];
    assert.deepEqual(kept?.constraint, question(0));
    await page.call('compareWith', { id: kept.id });
    await page.call('ask', question(2));
    const compared = (): number => page.told.kept?.comparison?.tokens.changes.length ?? 0;
    await until('the comparison', () => compared() > 0);
    await page.call('discardKept', { id: kept.id });
    assert.deepEqual([page.told.kept?.kept, page.told.kept?.comparison], [[], null]);
  });

  it('runs what the table cannot answer', async () => {
    await open(TEXT);
    await page.analyze();
    await page.call('rerun', { kind: 'self' });
    await until('the rerun', () => page.told.reruns?.reruns[0]?.state === 'done');
    const [rerun] = page.told.reruns?.reruns ?? [];
    assert.equal(rerun?.known, page.told.subject?.subject?.tokens.count);
    assert.ok(rerun?.promised !== null && rerun?.reached !== null);
    await page.call('rerun', { kind: 'router', router: 'no-such-router' });
    await until('the refusal', () => page.told.reruns?.reruns[1]?.state === 'failed');
    assert.deepEqual(page.told.reruns?.reruns[0], rerun);
  });

  it('stops a rerun whose analysis is not shown any more, and has it again when that is', async () => {
    await set('router', 'none');
    await set('modules', 'skip,small,big');
    await open(TEXT.repeat(40));
    await page.analyze();
    await page.call('rerun', { kind: 'self' });
    await page.call('useModules', ['small', 'big']);
    await until('the other analysis', () => page.told.reruns?.reruns.length === 0);
    await page.call('useModules', ['skip', 'small', 'big']);
    await until('its end', () => page.told.reruns?.reruns[0]?.state === 'stopped');
    await set('modules', undefined);
    await set('router', undefined);
  });

  it('refuses what makes no sense, with a sentence', async () => {
    await open(TEXT);
    await page.analyze();
    const wrong: [Parameters<TestPage['call']>[0], unknown][] = [
      ['ask', question(9)],
      ['ask', 'four'],
      ['colourBy', 'mood'],
      ['useModules', ['medium']],
      ['useModules', ['small']],
      ['detail', { token: 'first' }],
      ['reveal', null],
      ['rerun', { kind: 'router' }],
      ['compareWith', {}],
      ['discardKept', { id: 0.5 }],
      ['perform', 'format'],
      ['save', { name: 'a.svg' }],
    ];
    for (const [method, request] of wrong) {
      await assert.rejects(page.call(method, request as never), isRefusal, method);
    }
  });
});

/** Of the tokens on screen. */
function textOf(page: TestPage): string | undefined {
  return page.told.subject?.subject?.tokens.texts.join('');
}

function isRefusal(error: unknown): boolean {
  return error instanceof Failure && error.code === 'request' && error.message.endsWith('.');
}
