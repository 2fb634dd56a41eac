import assert from 'node:assert/strict';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { AnalysisJson } from '../../../src/core/analysisJson';
import { atOnce } from '../../../src/core/steps';
import { unconstrained } from '../../../src/core/oracle';
import { answerOf } from '../../../src/panel/answer';
import { curveOf } from '../../../src/panel/curve';
import { ContentAssembly } from '../../../src/panel/contentAssembly';
import type { HostCommand, PanelApi, PanelContent } from '../../../src/panel/panelApi';
import { REPORT_SCHEMA, type ReportData } from '../../../src/panel/reportData';
import type { RerunState } from '../../../src/panel/rerun';
import { RpcClient } from '../../../src/protocol/rpcClient';
import { RpcServer } from '../../../src/protocol/rpcServer';
import { portPair } from '../../../webview/report/portPair';
import { ReportHost } from '../../../webview/reportHost';
import { madeUpAnalysis, RUN, type Foresight } from '../core/madeUpAnalysis';
import { shownOf } from '../panel/runOnScreen';

const TEXT = 'what a report holds';
const ALL_MODULES = { ...RUN, modules: ['skip', 'small', 'big'] } as const;
const QUESTION = { ...unconstrained(3), budget: 1 };

type OfKind<Kind extends PanelContent['kind']> = Extract<PanelContent, { kind: Kind }>;

function unexpected(line = 'A call is stuck.'): never {
  throw new Error(line);
}

/** Waits until something holds. */
async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await nextTurn();
}

/** A report's panel without its drawing. */
function openReport(run = RUN, more: Partial<ReportData> = {}, foresight: Foresight = {}) {
  const analysis = madeUpAnalysis(TEXT, run, foresight);
  const { model, source } = analysis;
  const data: ReportData = {
    ...shownOf(analysis),
    ...{ schema: REPORT_SCHEMA, exportedAt: 0, model, source, run, question: null, note: null },
    ...{ reruns: [], kept: [], comparedWith: null },
    events: [...analysis.events()],
    ...more,
  };
  const files: { name: string; content: string }[] = [];
  const host = new ReportHost(data, (name, content) => files.push({ name, content }));
  const [page, served] = portPair();
  new RpcServer<PanelApi>(served, host.handlers, unexpected);
  const client = new RpcClient<PanelApi>(page, {
    log: unexpected,
    onStuck: unexpected,
    patienceMs: 1000,
  });
  const assembly = new ContentAssembly();
  const events: PanelContent[] = [];
  const watching = new AbortController();
  const watched = client.call('watch', null, {
    signal: watching.signal,
    onEvent: (event) => events.push(...assembly.take(event)),
  });
  /** The newest event of a kind, once one has come. */
  const last = async <Kind extends PanelContent['kind']>(kind: Kind): Promise<OfKind<Kind>> => {
    for (;;) {
      const event = events.findLast((each) => each.kind === kind);
      if (event !== undefined) return event as OfKind<Kind>;
      await nextTurn();
    }
  };
  const close = async (): Promise<void> => {
    watching.abort();
    await assert.rejects(watched, { code: 'cancelled' });
    await client.idle();
  };
  return { analysis, client, events, files, last, close };
}

describe('ReportHost', () => {
  it('reports everything there is to draw', async () => {
    const { analysis, last, close } = openReport(RUN, { question: QUESTION });
    const { face } = await last('face');
    assert.deepEqual([face.document, face.state], ['made-up.txt', 'done']);
    assert.deepEqual(face.abilities, { run: false, reveal: false, save: true });
    const { revision } = (await last('subject')).subject ?? {};
    assert.ok(revision);
    const question = { constraint: QUESTION, asked: true };
    assert.deepEqual((await last('answer')).answer, answerOf(analysis, question, revision));
    assert.deepEqual((await last('curve')).curve, atOnce(curveOf(analysis, QUESTION, revision)));
    assert.equal((await last('overview')).overview.tokens, TEXT.length);
    assert.deepEqual((await last('kept')).kept, []);
    await close();
  });

  it('answers questions and details', async () => {
    const { client, last, close } = openReport();
    await client.call('ask', { ...QUESTION, budget: 3 });
    const { answer } = await last('answer');
    assert.deepEqual([answer.constraint.budget, answer.asked], [3, true]);
    const detail = await client.call('detail', { token: 2 });
    assert.equal(detail.token, 2);
    assert.deepEqual(detail.oracle?.loss, answer.losses[2]);
    const nonsense = { budget: 77, atMost: false, layers: [] };
    await assert.rejects(client.call('ask', nonsense), { code: 'request' });
    await close();
  });

  it('shows fewer modules from what it knows, and refuses more', async () => {
    const { client, last, close } = openReport(ALL_MODULES);
    await client.call('useModules', ['small', 'big']);
    const { subject } = await last('subject');
    assert.deepEqual(subject?.run.modules, ['small', 'big']);
    assert.equal((await last('answer')).answer.revision, subject.revision);
    await client.call('useModules', ['skip', 'small', 'big']);
    assert.deepEqual((await last('subject')).subject?.run.modules, ALL_MODULES.modules);
    await close();
    const narrow = openReport();
    await assert.rejects(narrow.client.call('useModules', ['skip', 'big']), {
      message: /knows only the modules small, big/,
    });
    await narrow.close();
  });

  it('shows the reruns beside the analysis that they are of', async () => {
    const rerun: RerunState = {
      request: { kind: 'self' },
      constraint: QUESTION,
      state: 'done',
      note: null,
      ...{ known: 4, tokens: 4, tokensPerSecond: 40, compared: 4 },
      ...{ promised: 2, hindsightFree: null, reached: 3, meanBudget: 1, usage: null },
    };
    const { client, last, close } = openReport(ALL_MODULES, { reruns: [rerun] });
    assert.deepEqual((await last('reruns')).reruns, [rerun]);
    await client.call('useModules', ['small', 'big']);
    assert.deepEqual((await last('reruns')).reruns, []);
    await client.call('useModules', ALL_MODULES.modules);
    assert.deepEqual((await last('reruns')).reruns, [rerun]);
    await close();
  });

  it('keeps runs and compares with them as the question moves', async () => {
    const { client, last, close } = openReport(RUN, {}, { foresight: true });
    await client.call('ask', QUESTION);
    const before = (await last('answer')).answer;
    await client.call('keep', null);
    const [run] = (await last('kept')).kept;
    assert.match(run?.label ?? '', /exactly 1 big/);
    await client.call('compareWith', { id: run?.id ?? -1 });
    await client.call('ask', { ...QUESTION, budget: 3 });
    const after = (await last('answer')).answer;
    const { comparison } = await last('kept');
    const loss = comparison?.figures.find(({ name }) => name.startsWith('mean loss, oracle'));
    assert.deepEqual([loss?.kept, loss?.now], [before.meanLoss, after.meanLoss]);
    assert.equal(comparison?.revision, after.revision);
    await client.call('ask', { ...QUESTION, budget: 1, atMost: true });
    await until(async () => (await last('curve')).curve.atMost);
    const hindsight = async () =>
      (await last('kept')).comparison?.figures.find(({ name }) => name.startsWith('hindsight'));
    await until(async () => (await hindsight())?.now != null);
    assert.equal((await hindsight())?.now, (await last('curve')).curve.hindsight?.[1]?.share);
    await client.call('discardKept', { id: run?.id ?? -1 });
    assert.deepEqual(await last('kept'), { kind: 'kept', kept: [], comparison: null });
    await close();
  });

  it('gives files, and says what a report cannot do', async () => {
    const { analysis, client, files, close } = openReport();
    await client.call('perform', 'exportJson');
    await client.call('perform', 'exportCsv');
    await client.call('save', { name: 'chart.svg', content: '<svg/>' });
    assert.deepEqual(
      files.map(({ name }) => name),
      ['made-up.txt.duo-llm.json', 'made-up.txt.duo-llm.csv', 'chart.svg'],
    );
    const json = JSON.parse(files[0]?.content ?? '') as AnalysisJson;
    assert.deepEqual(
      json.tokens.map(({ loss }) => loss.big),
      Array.from(analysis.tokens, (_, token) => analysis.table.loss(token, 7)),
    );
    const commands: HostCommand[] = ['analyze', 'selectModel', 'exportReport'];
    for (const command of commands) {
      await assert.rejects(client.call('perform', command), { message: /not part of a report/ });
    }
    await assert.rejects(client.call('rerun', { kind: 'self' }), { message: /open the document/ });
    await assert.rejects(client.call('reveal', { token: 0, aside: false }), { code: 'request' });
    await close();
  });
});
