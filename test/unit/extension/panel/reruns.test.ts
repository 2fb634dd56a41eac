import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import type { TextDocument } from 'vscode';
import type { Analysis } from '../../../../src/core/analysis';
import type { AnalysisEvent } from '../../../../src/core/analysisEvent';
import type { Constraint } from '../../../../src/core/constraint';
import { Failure } from '../../../../src/core/failure';
import type { EngineLender, RerunSubject } from '../../../../src/extension/panel/rerun';
import { Reruns } from '../../../../src/extension/panel/reruns';
import type { RerunState } from '../../../../src/panel/rerun';
import type { OpenedModel } from '../../../../src/protocol/engineApi';
import { madeUpAnalysis, madeUpEvents, MODEL, RUN } from '../../core/madeUpAnalysis';

const TEXT = 'a text of some tokens';
const SOURCE = { bundle: '/models/made-up', provider: 'cpu' } as const;
const QUESTION: Constraint = { budget: 1, atMost: false, layers: ['auto', 'auto', 'small'] };
const SELF = { kind: 'self' } as const;
const ROUTER = { kind: 'router', router: 'half' } as const;

/** An engine that finds the made-up losses: it stops before the event of that number until it is let go on. */
class FakeEngine implements EngineLender {
  readonly asked: unknown[] = [];
  pauseAt = Infinity;
  failAt = Infinity;
  failure: Error = new Failure('crashed', 'The engine process ended.');
  sha256 = MODEL.sha256;
  goOn: () => void = () => undefined;

  async use<Result>(work: Parameters<EngineLender['use']>[0]): Promise<Result> {
    const found = (request: unknown, signal: AbortSignal) => this.find(request, signal);
    return (await work({
      open: (request) => {
        this.asked.push(request);
        const model = { ...MODEL, sha256: this.sha256 };
        return Promise.resolve({ model } as OpenedModel);
      },
      analyze: found,
      route: found as never,
    })) as Result;
  }

  private async *find(
    request: unknown,
    signal: AbortSignal,
  ): AsyncGenerator<AnalysisEvent, { seconds: number; tokensPerSecond: number }, undefined> {
    this.asked.push(request);
    let count = 0;
    for (const event of madeUpEvents(TEXT, RUN)) {
      if (count === this.failAt) throw this.failure;
      if (count++ === this.pauseAt) await this.pause(signal);
      if (signal.aborted) throw new Failure('cancelled', 'Cancelled.');
      yield event;
    }
    return { seconds: 1, tokensPerSecond: TEXT.length };
  }

  private async pause(signal: AbortSignal): Promise<void> {
    await new Promise<void>((resolve) => {
      this.goOn = resolve;
      signal.addEventListener('abort', () => {
        resolve();
      });
    });
  }
}

describe('Reruns', () => {
  let engine: FakeEngine;
  let changes: number;
  let reruns: Reruns;

  beforeEach(() => {
    engine = new FakeEngine();
    changes = 0;
    reruns = new Reruns(engine, () => changes++);
  });

  afterEach(() => {
    reruns.dispose();
  });

  function subject(text = TEXT): RerunSubject & { readonly analysis: Analysis } {
    const document = {} as TextDocument;
    return { document, analysis: madeUpAnalysis(text), text, source: SOURCE };
  }

  /** How many changes were told. */
  function seen(): number {
    return changes;
  }

  /** Of the newest. */
  function stateOf({ analysis }: RerunSubject): RerunState {
    return reruns.statesOf(analysis).at(-1) ?? assert.fail();
  }

  it('self context: runs the analysed text again, along the oracle’s routes, without a router', async () => {
    const shown = subject();
    await reruns.start(shown, SELF, QUESTION);
    assert.deepEqual(engine.asked, [
      SOURCE,
      {
        ...SOURCE,
        text: TEXT,
        selection: { start: 0, end: TEXT.length },
        modules: RUN.modules,
        context: { kind: 'self', constraint: QUESTION },
      },
    ]);
    const state = stateOf(shown);
    assert.equal(state.state, 'done');
    assert.deepEqual([state.known, state.tokens], [TEXT.length, TEXT.length]);
    assert.equal(state.meanBudget, 1);
    // The fake engine finds the losses of the analysis once more.
    assert.ok(state.reached !== null && state.reached === state.promised);
    assert.deepEqual([state.request, state.constraint], [SELF, QUESTION]);
  });

  it('router: runs it with the layers of the question', async () => {
    const shown = subject();
    await reruns.start(shown, ROUTER, QUESTION);
    assert.deepEqual(engine.asked.at(-1), {
      ...SOURCE,
      text: TEXT,
      selection: { start: 0, end: TEXT.length },
      router: 'half',
      layers: QUESTION.layers,
    });
    assert.equal(stateOf(shown).known, TEXT.length);
  });

  it('has none of an analysis that was not run again', async () => {
    await reruns.start(subject(), SELF, QUESTION);
    assert.deepEqual(reruns.statesOf(subject().analysis), []);
  });

  it('tells of its beginning at once, and of its progress some times a second', async () => {
    const shown = subject();
    engine.pauseAt = 12;
    const run = reruns.start(shown, SELF, QUESTION);
    assert.equal(seen(), 1);
    assert.equal(stateOf(shown).state, 'running');
    await sleep(20);
    assert.equal(stateOf(shown).known, 10);
    assert.ok(stateOf(shown).tokensPerSecond > 0);
    engine.goOn();
    await run;
    await sleep(250);
    assert.equal(stateOf(shown).state, 'done');
    // Far fewer than events, also on a machine that is busy.
    const told = seen();
    assert.ok(told > 1 && told < 6, `${told} changes`);
  });

  it('cancel keeps what was reached', async () => {
    const shown = subject();
    engine.pauseAt = 12;
    const run = reruns.start(shown, SELF, QUESTION);
    await sleep(10);
    reruns.cancel();
    await run;
    const { state, note, known } = stateOf(shown);
    assert.deepEqual({ state, note, known }, { state: 'stopped', note: null, known: 10 });
  });

  it('the last request wins, and each analysis keeps its own', async () => {
    const [one, other] = [subject(), subject()];
    engine.pauseAt = 12;
    const first = reruns.start(one, SELF, QUESTION);
    await sleep(10);
    const second = reruns.start(other, ROUTER, QUESTION);
    await first;
    assert.equal(stateOf(one).state, 'stopped');
    assert.equal(stateOf(other).state, 'running');
    await sleep(10);
    engine.goOn();
    await second;
    assert.deepEqual([stateOf(one).known, stateOf(other).known], [10, TEXT.length]);
  });

  it('keeps the last of each kind, side by side', async () => {
    const shown = subject();
    const known = (): unknown => {
      return reruns.statesOf(shown.analysis).map(({ request, known }) => [request.kind, known]);
    };
    engine.pauseAt = 5;
    const first = reruns.start(shown, SELF, QUESTION);
    await sleep(10);
    engine.pauseAt = Infinity;
    await reruns.start(shown, ROUTER, QUESTION);
    await first;
    assert.deepEqual(known(), [
      ['self', 3],
      ['router', TEXT.length],
    ]);
    await reruns.start(shown, SELF, QUESTION);
    assert.deepEqual(known(), [
      ['router', TEXT.length],
      ['self', TEXT.length],
    ]);
  });

  it('says what it runs while it runs', async () => {
    const shown = subject();
    const run = reruns.start(shown, SELF, QUESTION);
    assert.equal(reruns.subject, shown);
    await run;
    assert.equal(reruns.subject, undefined);
  });

  it('a failure is told in its sentence, and what was reached stays', async () => {
    const shown = subject();
    engine.failAt = 8;
    await reruns.start(shown, SELF, QUESTION);
    const { state, note, known } = stateOf(shown);
    const expected = { state: 'failed', note: 'The engine process ended.', known: 6 };
    assert.deepEqual({ state, note, known }, expected);
    engine.failure = new RangeError('Out of luck.');
    await reruns.start(shown, SELF, QUESTION);
    assert.equal(stateOf(shown).note, 'Out of luck.');
  });

  it('fails when the model has changed since the analysis', async () => {
    const shown = subject();
    engine.sha256 = 'ef'.repeat(32);
    await reruns.start(shown, SELF, QUESTION);
    assert.equal(stateOf(shown).state, 'failed');
    assert.match(stateOf(shown).note ?? '', /analyse the document again/);
  });

  it('stops when disposed', async () => {
    const shown = subject();
    engine.pauseAt = 12;
    const run = reruns.start(shown, SELF, QUESTION);
    await sleep(10);
    reruns.dispose();
    const before = seen();
    await run;
    await sleep(250);
    assert.equal(seen(), before);
  });
});
