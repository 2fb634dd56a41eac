import assert from 'node:assert/strict';
import fc from 'fast-check';
import { corpusJson } from '../../../../src/core/corpus/corpusJson';
import type { CorpusShard } from '../../../../src/core/corpus/corpusShard';
import { Failure } from '../../../../src/core/failure';
import { jsonLines } from '../../../../src/core/jsonLines';
import { RUN } from '../madeUpAnalysis';
import { ANY, madeUpShards, RUNS } from './madeUpCorpus';

const ASKED = { run: RUN, constraint: ANY };
const TEXTS = ['a text', 'another one', 'a third', '', 'skipped', 'the last'];

function written(object: object): string {
  return [...jsonLines(object)].join('');
}

/** As it is after it was on disk. */
function reread(shard: CorpusShard): CorpusShard {
  return JSON.parse(written(shard)) as CorpusShard;
}

describe('shards of a corpus', () => {
  it('say together, to the byte, what one run says: dealt in any way, merged in any order', () => {
    const cases = fc.integer({ min: 1, max: 5 }).chain((of) => {
      const text = fc.record({
        text: fc.string({ maxLength: 4 }),
        shard: fc.integer({ min: 1, max: of }),
        order: fc.integer(),
      });
      return fc.record({
        of: fc.constant(of),
        // Several times as many as there are groups.
        texts: fc.array(text, { maxLength: 300, size: 'max' }),
        asked: RUNS,
      });
    });
    fc.assert(
      fc.property(cases, ({ of, texts, asked }) => {
        const contents = texts.map(({ text }) => text);
        const dealt = texts.map(({ shard }) => shard);
        const whole = madeUpShards(contents, new Array<number>(texts.length).fill(1), 1, asked);
        const shards = madeUpShards(contents, dealt, of, asked).map(reread);
        const order = (at: number): number => texts[at]?.order ?? 0;
        const shuffled = shards.toSorted((a, b) => order(a.shard) - order(b.shard));
        assert.equal(written(corpusJson(shuffled)), written(corpusJson(whole)));
      }),
      // A case as large as these takes too long to shrink.
      { numRuns: 30, endOnFailure: true },
    );
  });

  const shards = madeUpShards(TEXTS, [1, 2, 3, 1, 2, 3], 3, ASKED);
  const [one, two, three] = shards as [CorpusShard, CorpusShard, CorpusShard];

  it('list their files and those that were skipped by path', () => {
    const { files, skipped } = corpusJson([three, one, two]);
    assert.deepEqual(
      files.map(({ path, tokens }) => [path, tokens]),
      [
        ['0/0.txt', 6],
        ['0/3.txt', 0],
        ['1/1.txt', 11],
        ['2/2.txt', 7],
        ['2/5.txt', 8],
      ],
    );
    assert.deepEqual(skipped, [{ path: '1/4.txt', reason: 'It is binary.' }]);
  });

  const wrong: readonly (readonly [what: string, shards: CorpusShard[], named: RegExp])[] = [
    ['are none', [], /There are no shards/],
    ['lack one', [one, three], /^Of 3 shards, shard 2 is missing\.$/],
    ['lack several', [two], /shards 1, 3 are missing/],
    ['have one twice', [one, two, two, three], /^Shard 2 of 3 is there twice\.$/],
    ['are of another number', [one, { ...two, of: 4 }, three], /Shard 2 of 4 are of different/],
    [
      'are of another model',
      [one, two, { ...three, model: { ...three.model, sha256: '' } }],
      /models/,
    ],
    [
      'are of other options',
      [one, { ...two, options: { ...two.options, budget: 1 } }, three],
      /Shard 1 of 3 and Shard 2 of 3 were run with different options\.$/,
    ],
    [
      'are of another list of files',
      [one, two, { ...three, list: { files: 6, sha256: '' } }],
      /different lists of files/,
    ],
    ['lost a file', [one, two, { ...three, files: [] }], /have 4 files, but the corpus 6/],
  ];
  for (const [what, given, named] of wrong) {
    it(`are refused in a sentence when they ${what}`, () => {
      assert.throws(
        () => corpusJson(given),
        (error) => error instanceof Failure && error.code === 'shards' && named.test(error.message),
      );
    });
  }
});
