import assert from 'node:assert/strict';
import { QUANTITIES, quantityOf } from '../../../src/core/colourScale';
import { measure } from '../../../src/core/measures';
import { unconstrained } from '../../../src/core/oracle';
import { quantityValues } from '../../../src/extension/quantityValues';
import { sampleAnalysis } from './sampleAnalysis';

describe('quantityValues', () => {
  const { analysis } = sampleAnalysis([
    { text: 'a', losses: [1, 1, 1, 1] },
    { text: 'b', losses: [5, 4.5, 2, 1] },
    { text: 'c', losses: [3, 2.9, 2.97, 3.5] },
    { text: 'd' },
  ]);

  for (const quantity of QUANTITIES) {
    it(`gives the same ${quantity} as measuring everything`, () => {
      const tolerance = 0.05;
      const measures = measure(analysis, { constraint: unconstrained(2), tolerance });
      const values = quantityValues(analysis, { quantity, tolerance });
      assert.equal(values.length, 4);
      values.forEach((value, token) => {
        const wanted = quantityOf(measures, quantity, token);
        assert.equal(value, Math.fround(wanted ?? Number.NaN));
      });
      assert.ok(Number.isNaN(values[3]));
    });
  }
});
