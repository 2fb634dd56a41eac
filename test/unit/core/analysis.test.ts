import assert from 'node:assert/strict';
import { Analysis } from '../../../src/core/analysis';
import { measure } from '../../../src/core/measures';
import { unconstrained } from '../../../src/core/oracle';
import { everythingOf } from './everythingOf';
import { madeUpAnalysis, madeUpEvents, MODEL, RUN } from './madeUpAnalysis';

const SOURCE = { name: 'x', length: 3, sha256: '' };

describe('Analysis', () => {
  it('is complete once tokens, router and every row have arrived', () => {
    const analysis = new Analysis(MODEL, SOURCE, RUN);
    const complete = [analysis.complete];
    for (const event of madeUpEvents('abc', RUN)) {
      analysis.apply(event);
      complete.push(analysis.complete);
    }
    assert.deepEqual(complete, [false, false, false, false, false, true]);
    assert.equal(analysis.knownCount, 3);
  });

  it('waits for the router only when one runs', () => {
    const run = { ...RUN, router: undefined };
    assert.equal(madeUpAnalysis('abc', run).complete, true);
    assert.equal(madeUpAnalysis('abc', run).routerRoute(0), undefined);
  });

  it('of an empty text is complete as soon as it is known to be empty', () => {
    const empty = new Analysis(MODEL, { ...SOURCE, length: 0 }, RUN);
    assert.equal(empty.complete, false);
    assert.equal(madeUpAnalysis('').complete, true);
  });

  it('counts a selection’s rows from its first token, its tokens from the document’s', () => {
    const analysis = new Analysis(MODEL, SOURCE, RUN);
    analysis.apply({
      kind: 'tokens',
      firstIndex: 40,
      ids: Int32Array.of(7, 8),
      starts: Int32Array.of(100, 103),
      ends: Int32Array.of(103, 104),
      windows: [],
    });
    assert.deepEqual(analysis.tokens.at(1), { index: 41, id: 8, start: 103, end: 104 });
    analysis.apply({ kind: 'losses', first: 1, losses: new Float32Array(8).fill(2) });
    assert.equal(analysis.table.loss(1, 5), 2);
    assert.equal(analysis.table.isKnown(0), false);
  });

  it('gives predictions, likeliest first, once they are known', () => {
    const analysis = madeUpAnalysis('ab');
    assert.deepEqual(analysis.predictions(1), []);
    analysis.apply({
      kind: 'predictions',
      first: 1,
      ids: Int32Array.of(5, 6, 7, 8, 9),
      logProbabilities: Float32Array.of(-1, -2, -3, -4, -5),
    });
    assert.deepEqual(analysis.predictions(0), []);
    const [first, second] = analysis.predictions(1);
    assert.equal(first?.id, 5);
    assert.ok(Math.abs((second?.probability ?? 0) - Math.exp(-2)) < 1e-6);
  });

  it('knows a predicted difficulty only where the model says it', () => {
    const analysis = madeUpAnalysis('ab');
    const event = { ids: new Int32Array(5), logProbabilities: new Float32Array(5) };
    analysis.apply({ kind: 'predictions', first: 0, ...event });
    analysis.apply({
      kind: 'predictions',
      first: 1,
      ...event,
      predictedDifficulty: Float32Array.of(0.5),
    });
    assert.deepEqual(
      [0, 1, 2].map((token) => analysis.predictedDifficulty(token)),
      [undefined, 0.5, undefined],
    );
  });

  it('has expected losses from the first that arrive on', () => {
    const analysis = new Analysis(MODEL, SOURCE, RUN);
    const known = (): number | undefined => analysis.expected?.knownCount;
    for (const event of madeUpEvents('abc', RUN)) analysis.apply(event);
    assert.equal(known(), undefined);
    const losses = new Float32Array(8).fill(2);
    analysis.apply({ kind: 'losses', first: 1, losses, expected: losses.map((_, at) => at) });
    assert.equal(known(), 1);
    assert.equal(analysis.expected?.tokens, 3);
    assert.equal(analysis.expected.loss(1, 6), 6);
    assert.equal(analysis.table.loss(1, 6), 2);
    // Another run of the same analysis begins without.
    for (const event of madeUpEvents('abc', RUN)) analysis.apply(event);
    assert.equal(known(), undefined);
  });

  it('is made equal by its own events, whatever has arrived', () => {
    const text = 'abcdefgh';
    const all = [...madeUpEvents(text, RUN, { foresight: true })];
    const plain = [...madeUpEvents(text, RUN)];
    const mixed = [...all.slice(0, 6), ...plain.slice(-2)];
    for (const events of [[], all.slice(0, 1), all.slice(0, 4), mixed, plain, all]) {
      const analysis = new Analysis(MODEL, SOURCE, RUN);
      for (const event of events) analysis.apply(event);
      const replayed = new Analysis(MODEL, SOURCE, RUN);
      for (const event of structuredClone([...analysis.events()])) replayed.apply(event);
      assert.deepEqual(everythingOf(replayed), everythingOf(analysis));
    }
  });

  it('knows the router’s route even where the table lacks one of its modules', () => {
    const run = { ...RUN, router: 'skipping' };
    const analysis = madeUpAnalysis('abcdefgh', run);
    const measures = measure(analysis, { constraint: unconstrained(3) });
    for (const token of Array.from(analysis.tokens, (_, at) => at)) {
      const route = analysis.routerRoute(token) ?? [];
      assert.equal(route.length, 3);
      const held = !route.includes('skip');
      assert.equal((measures.routerRoutes[token] ?? -1) >= 0, held);
      assert.equal(Number.isNaN(measures.regret[token]), !held);
      assert.notEqual(analysis.ownLoss(token), undefined);
    }
    assert.ok(measures.routerRoutes.includes(-1));
  });

  it('has slices that answer for their tokens as the whole does', () => {
    const analysis = madeUpAnalysis('abcdefgh', RUN, { foresight: true });
    const part = analysis.slice(2, 5);
    assert.deepEqual([...part.tokens], [...analysis.tokens].slice(2, 5));
    assert.equal(part.complete, true);
    const constraint = { budget: 1, atMost: true, layers: ['auto', 'small', 'auto'] as const };
    const whole = measure(analysis, { constraint });
    const measures = measure(part, { constraint });
    assert.deepEqual(measures.oracle.routes, whole.oracle.routes.slice(2, 5));
    assert.deepEqual(measures.difficulty, whole.difficulty.slice(2, 5));
    assert.deepEqual(measures.neededBudget, whole.neededBudget.slice(2, 5));
    assert.deepEqual(measures.regret, whole.regret.slice(2, 5));
    assert.deepEqual(measures.kinds, whole.kinds.slice(2, 5));
    assert.deepEqual(measures.hindsightFree?.asked, {
      routes: whole.hindsightFree?.asked.routes.slice(2, 5),
      losses: whole.hindsightFree?.asked.losses.slice(2, 5),
    });
    assert.deepEqual(part.predictions(1), analysis.predictions(3));
    assert.equal(part.predictedDifficulty(1), analysis.predictedDifficulty(3));
    assert.deepEqual(part.routerRoute(0), analysis.routerRoute(2));
  });

  it('answers for the part that has arrived', () => {
    const analysis = new Analysis(MODEL, SOURCE, RUN);
    const [tokens, router, first] = madeUpEvents('abc', RUN);
    for (const event of [tokens, router, first]) if (event) analysis.apply(event);
    const measures = measure(analysis, { constraint: { ...unconstrained(3), budget: 1 } });
    assert.deepEqual(
      [...measures.oracle.routes].map((route) => route >= 0),
      [true, false, false],
    );
    assert.deepEqual(measures.kinds.slice(1), [undefined, undefined]);
    assert.deepEqual([...measures.neededBudget.subarray(1)], [-1, -1]);
    assert.ok(Number.isNaN(measures.difficulty[2]));
  });
});
