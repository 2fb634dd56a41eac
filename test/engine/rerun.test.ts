import assert from 'node:assert/strict';
import { setTimeout } from 'node:timers/promises';
import type { TextDocument } from 'vscode';
import type { EngineClient } from '../../src/client/engineClient';
import type { Constraint } from '../../src/core/constraint';
import { atBudget, oracleByBudget } from '../../src/core/oracle';
import type { RerunSubject } from '../../src/extension/panel/rerun';
import { Reruns } from '../../src/extension/panel/reruns';
import type { RerunState } from '../../src/panel/rerun';
import type { AnalyzeRequest } from '../../src/protocol/engineApi';
import { analyze, engineClient, request, route, routeRequest, TINY } from './support';

const TEXT = `What the table promises of each token on its own, a run of all tokens together may miss:
later ones see what the earlier ones left behind on their routes.`;
const BUDGET = 1;
const QUESTION: Constraint = { budget: BUDGET, atMost: false, layers: ['auto', 'auto', 'small'] };
const ROUTER = 'tiny-two';

describe('reruns of an analysis', () => {
  let client: EngineClient;
  let reruns: Reruns;

  beforeEach(() => {
    client = engineClient();
    reruns = new Reruns({ use: async (work) => work(client) }, () => undefined);
  });

  afterEach(() => {
    reruns.dispose();
    client.dispose();
  });

  async function subject(
    selection?: AnalyzeRequest['selection'],
    text = TEXT,
  ): Promise<RerunSubject> {
    const asked = request(text, { router: ROUTER, ...(selection && { selection }) });
    const analysis = await analyze(client, asked);
    const document = {} as TextDocument;
    return { document, analysis, text, source: { bundle: TINY, provider: 'cpu' } };
  }

  function stateOf({ analysis }: RerunSubject): RerunState {
    return reruns.statesOf(analysis)[0] ?? assert.fail();
  }

  /** Nats per token. */
  function mean(losses: ArrayLike<number>): number {
    return Array.from(losses).reduce((sum, loss) => sum + loss, 0) / losses.length;
  }

  function assertNear(actual: number | null, expected: number): void {
    assert.ok(actual !== null && Math.abs(actual - expected) < 1e-6, `${actual} ≉ ${expected}`);
  }

  for (const selection of [undefined, { start: 40, end: 100 }]) {
    const part = selection ? 'a selection' : 'a whole text';
    it(`self context of ${part}: the oracle of both contexts`, async () => {
      const shown = await subject(selection);
      await reruns.start(shown, { kind: 'self' }, QUESTION);
      const state = stateOf(shown);
      const context = { kind: 'self', constraint: QUESTION } as const;
      const again = await analyze(
        client,
        request(TEXT, { context, ...(selection && { selection }) }),
      );
      const [promised = NaN, reached = NaN] = [shown.analysis, again].map(({ table }) => {
        const byBudget = oracleByBudget(table, QUESTION.layers, QUESTION.atMost);
        return mean(atBudget(byBudget, table.tokens, BUDGET).losses);
      });
      assert.equal(state.state, 'done');
      assert.equal(state.compared, shown.analysis.tokens.length);
      assertNear(state.promised, promised);
      assertNear(state.reached, reached);
      assert.notEqual(state.promised, state.reached);
      assert.equal(state.meanBudget, BUDGET);
      assert.equal(state.usage?.[2]?.small, 1);
    });
  }

  it('router: what its decisions promise with forced layers, and what it reaches with them', async () => {
    const shown = await subject();
    await reruns.start(shown, { kind: 'router', router: ROUTER }, QUESTION);
    const { layers } = QUESTION;
    const run = await route(client, routeRequest(TEXT, { router: ROUTER, layers }));
    const { table, tokens } = shown.analysis;
    const promises = Array.from(tokens, (_, token) => {
      const [first, second] = shown.analysis.routerRoute(token) ?? assert.fail();
      const replaced = table.space.routeOf([first ?? 'skip', second ?? 'skip', 'small']);
      return table.loss(token, replaced ?? -1);
    });
    const state = stateOf(shown);
    assert.equal(state.state, 'done');
    assertNear(state.promised, mean(promises));
    assertNear(state.reached, mean(run.ownLosses));
  });

  it('router without forced layers: its losses in the table, and in its own run', async () => {
    const shown = await subject();
    const free: Constraint = { ...QUESTION, layers: ['auto', 'auto', 'auto'] };
    await reruns.start(shown, { kind: 'router', router: ROUTER }, free);
    const { table, tokens, routerRoutes, ownLosses } = shown.analysis;
    const losses = Array.from(tokens, (_, token) => table.loss(token, routerRoutes[token] ?? -1));
    assertNear(stateOf(shown).promised, mean(losses));
    assertNear(stateOf(shown).reached, mean(ownLosses));
  });

  it('an analysis that begins after a cancelled rerun has the same engine, at once', async () => {
    const shown = await subject(undefined, TEXT.repeat(20));
    const pid = client.pid;
    const run = reruns.start(shown, { kind: 'self' }, QUESTION);
    while (stateOf(shown).known === 0) await setTimeout(10);
    reruns.cancel();
    await analyze(client, request('next'));
    await run;
    const { state, known, tokens } = stateOf(shown);
    assert.equal(state, 'stopped');
    assert.ok(known > 0 && known < tokens);
    assert.equal(client.pid, pid);
  });

  it('says why it cannot run', async () => {
    const shown = await subject();
    const impossible: Constraint = { ...QUESTION, budget: 3 };
    await reruns.start(shown, { kind: 'self' }, impossible);
    const { state, note, known } = stateOf(shown);
    assert.deepEqual([state, known], ['failed', 0]);
    assert.match(note ?? '', /No route satisfies/);
  });
});
