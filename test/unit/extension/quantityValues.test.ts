import assert from 'node:assert/strict';
import { QUANTITIES, quantityDependsOnQuestion, quantityOf } from '../../../src/core/colourScale';
import type { Constraint } from '../../../src/core/constraint';
import { measure } from '../../../src/core/measures';
import { unconstrained } from '../../../src/core/oracle';
import { quantityValues } from '../../../src/extension/quantityValues';
import { sampleAnalysis } from './sampleAnalysis';

const TOLERANCE = 0.05;
const CONSTRAINTS: readonly Constraint[] = [
  unconstrained(2),
  { budget: 1, atMost: false, layers: ['auto', 'auto'] },
  { budget: 2, atMost: true, layers: ['small', 'auto'] },
];

describe('quantityValues', () => {
  const { analysis } = sampleAnalysis([
    { text: 'a', losses: [1, 1, 1, 1] },
    { text: 'b', losses: [5, 4.5, 2, 1] },
    { text: 'c', losses: [3, 2.9, 2.97, 3.5] },
    { text: 'd' },
  ]);

  for (const quantity of QUANTITIES) {
    it(`gives the same ${quantity} as measuring everything`, () => {
      for (const constraint of CONSTRAINTS) {
        const asked = quantityDependsOnQuestion(quantity) ? constraint : unconstrained(2);
        const measures = measure(analysis, { constraint: asked, tolerance: TOLERANCE });
        const values = quantityValues(analysis, { quantity, tolerance: TOLERANCE, constraint });
        assert.equal(values.length, 4);
        values.forEach((value, token) => {
          const wanted = quantityOf(measures, quantity, token);
          assert.equal(value, Math.fround(wanted ?? Number.NaN));
        });
        assert.ok(Number.isNaN(values[3]));
      }
    });
  }

  it('gives a shortfall that is the difficulty at no big layers and fades as the budget grows', () => {
    const shortfall = (budget: number): Float32Array => {
      const constraint = { ...unconstrained(2), budget };
      return quantityValues(analysis, { quantity: 'shortfall', tolerance: TOLERANCE, constraint });
    };
    const question = { tolerance: TOLERANCE, constraint: unconstrained(2) };
    assert.deepEqual(
      shortfall(0),
      quantityValues(analysis, { quantity: 'difficulty', ...question }),
    );
    assert.deepEqual([...shortfall(1)].slice(0, 2), [0, 1]);
    assert.deepEqual([...shortfall(2)].slice(0, 2), [0, 0]);
  });
});
