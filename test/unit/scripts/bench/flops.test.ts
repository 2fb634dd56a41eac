import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Module } from '../../../../src/core/module';
import { oracleFlops, productFlops, type ModelShape } from '../../../../scripts/bench/flops';

const shape = fc.record({
  layers: fc.integer({ min: 1, max: 4 }),
  width: fc.integer({ min: 1, max: 6 }),
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
    const sizes = { layers: 8, width: 256, small: 64, big: 1024, vocabulary: 8192 };
    const gigaflops = oracleFlops(modelOf(sizes), ['small', 'big'], 257) / 1e9;
    assert.equal(gigaflops.toFixed(2), '1.70');
  });
});

type Sizes = Record<'layers' | 'width' | 'small' | 'big' | 'vocabulary', number>;

function modelOf({ layers, width, small, big, vocabulary }: Sizes): ModelShape {
  return {
    dimensions: { layers, width, heads: 1, headWidth: width },
    modules: [
      { name: 'skip', innerWidth: 0, flops: 0 },
      { name: 'small', innerWidth: small, flops: 0 },
      { name: 'big', innerWidth: big, flops: 0 },
    ],
    vocabulary,
  };
}

/** FLOPs of a node of the tree and of all that is below it; one matrix with one row at a time. */
function walk(sizes: Sizes, modules: readonly Module[], columns: number, layer: number): number {
  const { layers, width, vocabulary } = sizes;
  const times = (inner: number, outer: number): number => 2 * inner * outer;
  if (layer === layers) return times(width, vocabulary);
  const projections = ['query', 'key', 'value', 'output'];
  let flops = projections.length * times(width, width);
  for (let column = 0; column < columns; column++) flops += times(width, 1) + times(1, width);
  for (const module of modules) {
    if (module !== 'skip') {
      const inner = sizes[module];
      flops += times(width, inner) + times(width, inner) + times(inner, width);
    }
    flops += walk(sizes, modules, columns, layer + 1);
  }
  return flops;
}
