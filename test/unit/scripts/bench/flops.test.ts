import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Module } from '../../../../src/core/module';
import { oracleFlops, productFlops, type ModelShape } from '../../../../scripts/bench/flops';

const shape = fc.record({
  layers: fc.integer({ min: 1, max: 4 }),
  stages: fc.integer({ min: 1, max: 3 }),
  width: fc.integer({ min: 1, max: 6 }),
  headWidth: fc.integer({ min: 1, max: 3 }),
  keyValueHeads: fc.integer({ min: 1, max: 2 }),
  group: fc.integer({ min: 1, max: 3 }),
  small: fc.integer({ min: 1, max: 4 }),
  big: fc.integer({ min: 1, max: 9 }),
  vocabulary: fc.integer({ min: 1, max: 12 }),
});
const lists: readonly (readonly Module[])[] = [
  ['small', 'big'],
  ['skip', 'big'],
  ['skip', 'small', 'big'],
];

describe('FLOPs of the benchmark', () => {
  it('a product of matrices takes a multiply and an add for each number that meets another', () => {
    const dimension = fc.integer({ min: 1, max: 6 });
    fc.assert(
      fc.property(dimension, dimension, dimension, (rows, inner, columns) => {
        let operations = 0;
        for (let row = 0; row < rows; row++) {
          for (let column = 0; column < columns; column++) {
            for (let at = 0; at < inner; at++) operations += 2;
          }
        }
        assert.equal(productFlops([rows, inner, columns]), operations);
      }),
    );
  });

  it('an oracle takes what a walk through its tree, node by node, takes', () => {
    fc.assert(
      fc.property(
        shape,
        fc.constantFrom(...lists),
        fc.integer({ min: 1, max: 20 }),
        (sizes, modules, columns) => {
          const counted = walk(sizes, modules, columns, 0);
          assert.equal(oracleFlops(modelOf(sizes), modules, columns), counted);
        },
      ),
    );
  });

  it('is what the prototype of eight layers took', () => {
    const sizes = {
      ...{ layers: 8, stages: 1, width: 256, small: 64, big: 1024, vocabulary: 8192 },
      ...{ headWidth: 64, keyValueHeads: 4, group: 1 },
    };
    const gigaflops = oracleFlops(modelOf(sizes), ['small', 'big'], 257) / 1e9;
    assert.equal(gigaflops.toFixed(2), '1.70');
  });
});

/** `group`: heads that share a key-value head. */
type Sizes = typeof shape extends fc.Arbitrary<infer Value> ? Value : never;

function modelOf({ small, big, vocabulary, group, ...dimensions }: Sizes): ModelShape {
  return {
    dimensions: { ...dimensions, heads: group * dimensions.keyValueHeads },
    modules: [
      { name: 'skip', innerWidth: 0, flops: 0 },
      { name: 'small', innerWidth: small, flops: 0 },
      { name: 'big', innerWidth: big, flops: 0 },
    ],
    vocabulary,
  };
}

function times(inner: number, outer: number): number {
  return 2 * inner * outer;
}

/** FLOPs of a node of the tree and of all that is below it; one matrix with one row at a time. */
function walk(sizes: Sizes, modules: readonly Module[], columns: number, layer: number): number {
  const { layers, stages, width, vocabulary } = sizes;
  if (layer === layers) return times(width, vocabulary);
  let flops = attention(sizes, columns);
  for (const module of modules) {
    for (let stage = 0; stage < stages; stage++) {
      if (stage > 0) flops += attention(sizes, columns);
      if (module === 'skip') continue;
      const inner = sizes[module];
      flops += times(width, inner) + times(width, inner) + times(inner, width);
    }
    flops += walk(sizes, modules, columns, layer + 1);
  }
  return flops;
}

function attention({ width, headWidth, keyValueHeads, group }: Sizes, columns: number): number {
  const queries = group * keyValueHeads * headWidth;
  let flops = times(width, queries) + times(queries, width);
  for (let head = 0; head < keyValueHeads; head++) flops += 2 * times(width, headWidth);
  for (let column = 0; column < columns; column++) flops += times(queries, 1) + times(1, queries);
  return flops;
}
