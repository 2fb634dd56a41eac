import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Analysis } from '../../../../src/core/analysis';
import { optionsJson } from '../../../../src/core/analysisJson';
import type { CorpusSummary } from '../../../../src/core/corpus/corpusSummary';
import { summarizeCorpus } from '../../../../src/core/corpus/corpusSummary';
import { documentSums } from '../../../../src/core/corpus/documentSums';
import { added, grained, NOTHING, type Sum } from '../../../../src/core/corpus/sums';
import { kindCounts, measure } from '../../../../src/core/measures';
import { summarize } from '../../../../src/core/summary';
import { madeUpAnalysis, madeUpEvents, MODEL, RUN } from '../madeUpAnalysis';
import { ANY, RUNS, sumsOf, type MadeUpRun } from './madeUpCorpus';

const ASKED = { run: RUN, constraint: ANY };
const LONG = 'A text that is long enough for its means to be means of something. '.repeat(4);

function summaryOf(texts: readonly string[], asked: MadeUpRun = ASKED): CorpusSummary {
  const sums = texts.map((text) => sumsOf(text, asked));
  return summarizeCorpus(sums, optionsJson(asked.run, asked.constraint));
}

/** Without what a document and a corpus measure in different ways, numbers cut to what sums keep. */
function comparable(value: unknown): unknown {
  const apart = new Set(['interval', 'ownInterval', 'kinds', 'random100', 'search']);
  const cut = (key: string, each: unknown): unknown => {
    if (apart.has(key)) return undefined;
    return typeof each === 'number' ? Number(each.toFixed(3)) : each;
  };
  return JSON.parse(JSON.stringify(value, cut));
}

describe('summarizeCorpus', () => {
  it('says of one text what its own summary says', () => {
    fc.assert(
      fc.property(RUNS, (asked) => {
        const analysis = madeUpAnalysis(LONG, asked.run, { foresight: true });
        const measures = measure(analysis, { constraint: asked.constraint });
        const own = summarize(analysis, measures);
        const pooled = summaryOf([LONG], asked);
        assert.deepEqual(comparable(pooled), comparable(own));
        assert.deepEqual(pooled.kinds, kindCounts(measures.kinds));
        pooled.random100.forEach(({ meanLoss }, budget) => {
          const best = own.random100[budget]?.meanLoss ?? Number.NaN;
          // Other draws.
          assert.ok(Math.abs((meanLoss ?? Number.NaN) - best) < 0.3);
        });
      }),
      { numRuns: 30 },
    );
  });

  it('weighs texts by their tokens', () => {
    const [short, long] = ['few tokens', LONG];
    const parts = [short, long].map((text) => summaryOf([text]));
    const pooled = summaryOf([short, long]);
    const tokens = short.length + long.length;
    assert.equal(pooled.tokens, tokens);
    const mean = (of: (part: CorpusSummary) => number | null | undefined): number =>
      parts.reduce((sum, part) => sum + (of(part) ?? Number.NaN) * part.tokens, 0) / tokens;
    const close = (actual: number | null | undefined, expected: number): void => {
      assert.ok(Math.abs((actual ?? Number.NaN) - expected) < 1e-9, `${actual} is ${expected}`);
    };
    close(
      pooled.big?.meanLoss,
      mean(({ big }) => big?.meanLoss),
    );
    close(
      pooled.asked.meanLoss,
      mean(({ asked }) => asked.meanLoss),
    );
    close(
      pooled.router?.meanLoss,
      mean(({ router }) => router?.meanLoss),
    );
    close(
      pooled.router?.ownMeanLoss,
      mean(({ router }) => router?.ownMeanLoss),
    );
    close(
      pooled.router?.budget,
      mean(({ router }) => router?.budget),
    );
    close(
      pooled.layers[1]?.oracle?.big,
      mean(({ layers }) => layers[1]?.oracle?.big),
    );
    pooled.oracle.forEach(({ meanLoss }, budget) => {
      close(
        meanLoss,
        mean(({ oracle }) => oracle[budget]?.meanLoss),
      );
      // One route for both is no better than each with its own.
      const apart = mean(({ fixed }) => fixed[budget]?.meanLoss);
      assert.ok((pooled.fixed[budget]?.meanLoss ?? 0) >= apart - 1e-9);
      // The best of 100 trials over both, likewise.
      const bestApart = mean(({ random100 }) => random100[budget]?.meanLoss);
      assert.ok((pooled.random100[budget]?.meanLoss ?? 0) >= bestApart - 1e-9);
    });
  });

  it('has intervals around its means as soon as there are texts enough', () => {
    const texts = Array.from({ length: 8 }, (_, at) => LONG.slice(at * 20));
    const some = summaryOf(texts.slice(1));
    assert.equal(some.big?.interval, null);
    const enough = summaryOf(texts);
    const ranged = [
      enough.small,
      enough.big,
      enough.asked,
      enough.router,
      ...enough.oracle,
      ...enough.fixed,
    ];
    for (const mean of ranged) {
      const [low, high] = mean?.interval ?? assert.fail();
      assert.ok(low < (mean?.meanLoss ?? Number.NaN) && (mean?.meanLoss ?? Number.NaN) < high);
    }
    const share = enough.hindsight?.byBudget[1] ?? assert.fail();
    const [low, high] = share.interval ?? assert.fail();
    assert.ok(low < (share.share ?? Number.NaN) && (share.share ?? Number.NaN) < high);
    // All routes of no big layer are one: nothing is won.
    assert.deepEqual(
      [enough.hindsight?.byBudget[0]?.share, enough.hindsight?.byBudget[0]?.interval],
      [null, null],
    );
  });

  it('has null for what does not exist', () => {
    const layers = ['big', 'auto', 'small'] as const;
    const met = summaryOf([LONG], { run: RUN, constraint: { budget: 1, atMost: false, layers } });
    for (const list of [met.oracle, met.fixed, met.random100, met.hindsight?.byBudget ?? []]) {
      const exists = list.map(({ meanLoss }) => meanLoss !== null);
      assert.deepEqual(exists, [false, true, true, false]);
    }
    const bare = summaryOf([''], {
      run: { ...RUN, modules: ['skip', 'big'], router: undefined },
      constraint: ANY,
    });
    assert.deepEqual([bare.tokens, bare.small, bare.router], [0, null, null]);
    assert.equal(bare.big?.meanLoss, null);
    assert.deepEqual(bare.layers[0], { index: 0, oracle: null, router: null });
    assert.equal(summarizeCorpus([], optionsJson(RUN, ANY)).asked.meanLoss, null);
  });
});

describe('summarizeCorpus of a beam', () => {
  it('knows the best routes, but no mean over tokens for which a route was not tried', () => {
    const run = { ...RUN, search: 'beam' as const };
    const untried = 3;
    const sums = ['one text', LONG].map((text) => {
      const source = { name: '', length: text.length, sha256: 'cd'.repeat(32) };
      const analysis = new Analysis(MODEL, source, run);
      for (const event of madeUpEvents(text, RUN)) {
        if (event.kind === 'losses' && event.first % 2 === 1) event.losses[untried] = Number.NaN;
        analysis.apply(event);
      }
      return documentSums(analysis, measure(analysis, { constraint: ANY }));
    });
    const summary = summarizeCorpus(
      // What comes back from a file.
      JSON.parse(JSON.stringify(sums)) as typeof sums,
      optionsJson(run, ANY),
    );
    assert.deepEqual(
      summary.fixed.map(({ route }) => route === null),
      [false, false, true, false],
    );
    assert.deepEqual(
      summary.random100.map(({ meanLoss }) => meanLoss === null),
      [false, false, true, false],
    );
    for (const { meanLoss } of [...summary.oracle, summary.asked]) assert.notEqual(meanLoss, null);
  });
});

describe('sums', () => {
  it('are the same in whatever order they are added', () => {
    const nats = fc.double({ min: 0, max: 2 ** 26, noNaN: true });
    fc.assert(
      fc.property(fc.array(fc.tuple(nats, fc.integer()), { maxLength: 100 }), (values) => {
        const total = (of: typeof values): Sum | undefined =>
          of.reduce((sum, [value]) => added(sum, { ...NOTHING, asked: grained([value]) }), NOTHING)
            .asked[0];
        assert.equal(total(values.toSorted((a, b) => a[1] - b[1])), total(values));
      }),
    );
  });
});
