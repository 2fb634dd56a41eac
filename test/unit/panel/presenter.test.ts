import assert from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';
import fc from 'fast-check';
import { Analysis } from '../../../src/core/analysis';
import { toJson } from '../../../src/core/analysisJson';
import { measure } from '../../../src/core/measures';
import { summarize } from '../../../src/core/summary';
import { answerOf, type Answer } from '../../../src/panel/answer';
import { hindsightUnder, type Curve } from '../../../src/panel/curve';
import type { Overview } from '../../../src/panel/overview';
import { ContentAssembly } from '../../../src/panel/contentAssembly';
import type { PanelContent, PanelEvent } from '../../../src/panel/panelApi';
import { Presenter } from '../../../src/panel/presenter';
import { defaultQuestion } from '../../../src/panel/question';
import type { RunOnScreen } from '../../../src/panel/runSnapshot';
import type { Subject } from '../../../src/panel/subject';
import { madeUpAnalysis, madeUpEvents, MODEL, RUN } from '../core/madeUpAnalysis';
import { panelCases, TOLERANCE, VOCABULARY } from './cases';

const TEXT = 'The quick brown fox jumps over the lazy dog.';
const EXACTLY_ONE = { budget: 1, atMost: false, layers: ['auto', 'auto', 'auto'] } as const;
const EXACTLY_TWO = { ...EXACTLY_ONE, budget: 2 };
const FIRST_BIG = { ...EXACTLY_ONE, layers: ['big', 'auto', 'auto'] } as const;

function shownOf(analysis: Analysis) {
  return { analysis, vocabulary: VOCABULARY, provider: 'cpu', timing: null, tolerance: TOLERANCE };
}

/** A presenter, all that it emits, and what a page makes of that; it pauses until `finish`. */
function presenting() {
  const sent: PanelEvent[] = [];
  const events: PanelContent[] = [];
  const assembly = new ContentAssembly();
  const presenter = new Presenter((event) => {
    sent.push(event);
    events.push(...assembly.take(event));
  }, setImmediate);
  const kinds = (): string[] => events.map(({ kind }) => kind);
  const finish = async (): Promise<void> => {
    for (let turn = 0; turn < 20; turn++) await setImmediate();
  };
  /** What it emitted since the last call. */
  const taken = (): string[] => {
    const emitted = kinds();
    events.length = 0;
    return emitted;
  };
  return { presenter, sent, events, finish, taken };
}

/** The newest of each part. */
function partsOf(events: readonly PanelContent[]) {
  const found: { subject?: Subject | null; answer?: Answer; curve?: Curve; overview?: Overview } =
    {};
  for (const event of events) Object.assign(found, event);
  return found;
}

describe('Presenter', () => {
  it('shows subject and answer at once, curve and overview after a pause, of one revision', async () => {
    const { presenter, events, finish, taken } = presenting();
    presenter.present(shownOf(madeUpAnalysis(TEXT)));
    assert.deepEqual(
      events.map(({ kind }) => kind),
      ['subject', 'answer'],
    );
    await finish();
    const { subject, answer, curve, overview } = partsOf(events);
    assert.deepEqual(
      [subject, answer, curve, overview].map((part) => part?.revision),
      new Array(4).fill(presenter.revision),
    );
    assert.deepEqual(taken().sort(), ['answer', 'curve', 'overview', 'subject']);
  });

  it('takes its time over a long analysis, and answers nothing before its subject', async () => {
    const { presenter, events, finish, taken } = presenting();
    const long = shownOf(madeUpAnalysis(TEXT.repeat(700)));
    assert.ok(long.analysis.tokens.length > 5000);
    const answered: string[] = [];
    presenter.present(long, () => answered.push('given up'));
    presenter.present(long, () => answered.push('shown'));
    presenter.ask(EXACTLY_ONE);
    assert.deepEqual(taken(), []);
    assert.equal(presenter.onScreen, undefined);
    while (answered.length === 0) await finish();
    const [first, second] = events;
    assert.deepEqual([first?.kind, second?.kind], ['subject', 'answer']);
    assert.deepEqual(partsOf(events).answer?.constraint, EXACTLY_ONE);
    assert.deepEqual(answered, ['shown']);
    presenter.dispose();
  });

  it('begins with the default question, which nobody asked', () => {
    const { presenter, events } = presenting();
    presenter.present(shownOf(madeUpAnalysis(TEXT)));
    const { answer } = partsOf(events);
    assert.equal(answer?.asked, false);
    assert.deepEqual(answer.constraint, defaultQuestion(MODEL, 'half'));
  });

  it('answers another budget at once, and draws no curve anew for it', async () => {
    const { presenter, events, finish, taken } = presenting();
    presenter.ask(EXACTLY_ONE);
    assert.deepEqual(events, []);
    presenter.present(shownOf(madeUpAnalysis(TEXT)));
    await finish();
    assert.deepEqual(partsOf(events).answer?.constraint, EXACTLY_ONE);
    taken();
    presenter.ask(EXACTLY_TWO);
    assert.equal(partsOf(events).answer?.meanBudget, 2);
    assert.equal(partsOf(events).answer?.asked, true);
    await finish();
    assert.deepEqual(taken(), ['answer']);
    presenter.ask(null);
    await finish();
    assert.equal(partsOf(events).answer?.asked, false);
    assert.deepEqual(taken(), ['answer']);
  });

  it('answers every budget as if it were the first question', async () => {
    const analysis = madeUpAnalysis(TEXT, RUN, { foresight: true });
    const { presenter, events, finish } = presenting();
    presenter.present(shownOf(analysis));
    for (const first of [EXACTLY_ONE, FIRST_BIG, { ...FIRST_BIG, atMost: true }]) {
      presenter.ask(first);
      await finish();
      for (const budget of [0, 1, 2, 3, undefined]) {
        const constraint = { ...first, budget };
        presenter.ask(constraint);
        const { revision } = presenter;
        const alone = answerOf(analysis, { constraint, asked: true }, revision);
        assert.deepEqual(partsOf(events).answer, alone);
      }
    }
  });

  it('draws the curve anew for other layers and for at most', async () => {
    const { presenter, events, finish, taken } = presenting();
    presenter.present(shownOf(madeUpAnalysis(TEXT)));
    await finish();
    for (const question of [FIRST_BIG, { ...FIRST_BIG, atMost: true }, EXACTLY_ONE]) {
      taken();
      presenter.ask(question);
      await finish();
      const { curve } = partsOf(events);
      assert.deepEqual([curve?.layers, curve?.atMost], [question.layers, question.atMost]);
      assert.deepEqual(taken(), ['answer', 'curve']);
    }
  });

  it('draws the curve of at most for any number of big layers, which is at most all of them', async () => {
    const { presenter, events, finish, taken } = presenting();
    const any = { ...FIRST_BIG, budget: undefined };
    presenter.ask(any);
    presenter.present(shownOf(madeUpAnalysis(TEXT, RUN, { foresight: true })));
    await finish();
    const { curve = assert.fail(), answer } = partsOf(events);
    assert.equal(curve.atMost, true);
    const hindsight = hindsightUnder(curve, any) ?? assert.fail();
    assert.equal(hindsight.budget, 3);
    assert.equal(hindsight.meanLoss, answer?.hindsightFree?.meanLoss);
    taken();
    presenter.ask({ ...any, atMost: true });
    await finish();
    assert.deepEqual(taken(), ['answer']);
  });

  it('gives up what has been superseded', async () => {
    const { presenter, events, finish } = presenting();
    const analysis = madeUpAnalysis(TEXT);
    presenter.present(shownOf(analysis));
    presenter.present(shownOf(analysis));
    presenter.ask(FIRST_BIG);
    presenter.ask(EXACTLY_TWO);
    await finish();
    const slow = events.filter(({ kind }) => kind === 'curve' || kind === 'overview');
    assert.equal(slow.length, 2);
    const { curve, overview } = partsOf(slow);
    assert.deepEqual(curve?.layers, EXACTLY_TWO.layers);
    assert.deepEqual(
      [curve.revision, overview?.revision],
      [presenter.revision, presenter.revision],
    );
  });

  it('shows nothing when there is nothing, and takes up the question where something comes', () => {
    const { presenter, events, taken } = presenting();
    presenter.present(null);
    assert.deepEqual(events, [{ kind: 'subject', subject: null }]);
    assert.equal(presenter.onScreen, undefined);
    assert.throws(() => presenter.detail(0), /No analysis is shown/);
    presenter.ask(EXACTLY_TWO);
    assert.deepEqual(taken(), ['subject']);
    presenter.present(shownOf(madeUpAnalysis(TEXT)));
    assert.deepEqual(partsOf(events).answer?.constraint, EXACTLY_TWO);
  });

  it('knows what is on screen: parts of one state, and no curve of another question', async () => {
    const { presenter, events, finish } = presenting();
    const analysis = madeUpAnalysis(TEXT);
    presenter.present(shownOf(analysis));
    await finish();
    const { subject, answer, curve } = partsOf(events);
    const onScreen = (): RunOnScreen => presenter.onScreen ?? assert.fail();
    const shown = onScreen();
    assert.deepEqual(
      [shown.subject.revision, shown.subject.tokens.count],
      [subject?.revision, subject?.tokens.count],
    );
    assert.deepEqual(shown.answer.constraint, answer?.constraint);
    assert.deepEqual([shown.losses, shown.curve], [answer?.losses, curve]);
    assert.equal(shown.analysis.tokens.length, subject?.tokens.count);
    presenter.ask(FIRST_BIG);
    assert.deepEqual(onScreen().answer.constraint, FIRST_BIG);
    assert.equal(onScreen().curve, null);
    await finish();
    assert.deepEqual(onScreen().curve?.layers, FIRST_BIG.layers);
    presenter.present(null);
    assert.equal(presenter.onScreen, undefined);
  });

  it('counts every state as a revision of its own', () => {
    const { presenter, events } = presenting();
    const analysis = madeUpAnalysis(TEXT);
    const revisions = [shownOf(analysis), null, shownOf(analysis)].map((shown) => {
      presenter.present(shown);
      return presenter.revision;
    });
    assert.equal(new Set(revisions).size, 3);
    assert.equal(partsOf(events).subject?.revision, presenter.revision);
  });

  it('gives details under the question asked last', () => {
    const { presenter } = presenting();
    presenter.present(shownOf(madeUpAnalysis(TEXT)));
    presenter.ask(FIRST_BIG);
    const detail = presenter.detail(3);
    assert.equal(detail.revision, presenter.revision);
    // Of three layers with the lowest big, exactly one big: one route.
    assert.equal(detail.nearlyAsGood.of, 1);
    assert.equal(detail.best[0]?.route, 1);
  });

  it('keeps to what was known when it was shown, while the analysis grows', async () => {
    const growing = new Analysis(MODEL, { name: 'x', length: 6, sha256: '' }, RUN);
    const events = [...madeUpEvents('abcdef', RUN)];
    for (const event of events.slice(0, 4)) growing.apply(event);
    const { presenter, events: emitted, finish } = presenting();
    presenter.present(shownOf(growing));
    for (const event of events.slice(4)) growing.apply(event);
    presenter.ask(FIRST_BIG);
    await finish();
    const part = partsOf(emitted);

    const asItWas = new Analysis(MODEL, { name: 'x', length: 6, sha256: '' }, RUN);
    for (const event of events.slice(0, 4)) asItWas.apply(event);
    const other = presenting();
    other.presenter.present(shownOf(asItWas));
    other.presenter.ask(FIRST_BIG);
    await other.finish();
    assert.deepEqual(part, partsOf(other.events));
    assert.equal(part.overview?.tokens, 2);
    assert.throws(() => presenter.detail(5), /not known yet/);
    presenter.present(shownOf(growing));
    assert.equal(presenter.detail(5).token, 5);
  });

  it('emits nothing once it is disposed of', async () => {
    const { presenter, finish, taken } = presenting();
    presenter.present(shownOf(madeUpAnalysis(TEXT)));
    taken();
    presenter.dispose();
    presenter.ask(EXACTLY_ONE);
    presenter.present(shownOf(madeUpAnalysis('ab')));
    await finish();
    assert.deepEqual(taken(), []);
  });

  it('says the same as the command line’s JSON', async () => {
    for (const constraint of [EXACTLY_ONE, { ...FIRST_BIG, atMost: true }]) {
      const analysis = madeUpAnalysis(TEXT);
      const { presenter, events, finish } = presenting();
      presenter.ask(constraint);
      presenter.present(shownOf(analysis));
      await finish();
      const { subject, answer, curve } = partsOf(events);
      const measures = measure(analysis, { constraint, tolerance: TOLERANCE });
      const summary = summarize(analysis, measures);
      const json = toJson(analysis, measures, {
        text: TEXT,
        summary,
        timing: { seconds: 1, tokensPerSecond: 44 },
        provider: 'cpu',
      });
      const losses = (entries: readonly { readonly meanLoss: number | null }[]) =>
        entries.map(({ meanLoss }) => meanLoss);
      assert.deepEqual(curve?.oracle, losses(json.summary.oracle));
      assert.deepEqual(curve.random100, losses(json.summary.random100));
      assert.deepEqual(
        curve.fixed,
        json.summary.fixed.map(({ route, meanLoss }) => ({ route, meanLoss })),
      );
      assert.equal(curve.small, json.summary.small?.meanLoss);
      assert.equal(curve.big, json.summary.big?.meanLoss);
      assert.equal(curve.context, json.summary.context);

      assert.equal(answer?.meanLoss, json.summary.asked.meanLoss);
      assert.deepEqual(
        answer.usage,
        json.layers.map(({ oracle }) => oracle),
      );
      assert.deepEqual(
        Array.from(answer.routes, (route, token) => ({
          route: analysis.table.space.format(route),
          budget: analysis.table.space.bigCount(route),
          loss: answer.losses[token],
        })),
        json.tokens.map(({ oracle }) => oracle),
      );

      assert.equal(subject?.tokens.known, json.summary.tokens);
      assert.deepEqual(subject.router, {
        name: json.summary.router?.name,
        meanBudget: json.summary.router?.budget,
        meanLoss: json.summary.router?.meanLoss,
        ownMeanLoss: json.summary.router?.ownMeanLoss,
        usage: json.layers.map(({ router }) => router),
      });
      for (const name of ['surprise', 'difficulty'] as const) {
        assert.deepEqual(
          [...subject.tokens[name]],
          json.tokens.map((token) => token[name]),
        );
      }
      assert.deepEqual(
        [...subject.tokens.regret],
        json.tokens.map(({ router }) => router?.regret),
      );
    }
  });

  it('emits compact arrays, and no number that JSON lacks', async () => {
    await fc.assert(
      fc.asyncProperty(panelCases, async ({ shown, constraint, tokens }) => {
        const { presenter, sent, finish } = presenting();
        presenter.present(shown);
        presenter.ask(constraint);
        await finish();
        assert.ok(sent.length >= 5);
        checkTravels(sent);
        tokens.forEach(({ losses }, token) => {
          if (losses !== null) checkTravels(presenter.detail(token));
        });
      }),
      { numRuns: 50 },
    );
  });
});

/** Fails at anything that would not reach a page as it is, or would take more with it. */
function checkTravels(value: unknown): void {
  if (typeof value === 'number') assert.ok(Number.isFinite(value), `the number ${String(value)}`);
  if (typeof value !== 'object' || value === null) return;
  if (ArrayBuffer.isView(value)) {
    assert.equal(value.byteLength, value.buffer.byteLength);
    return;
  }
  Object.values(value).forEach(checkTravels);
}
