import assert from 'node:assert/strict';
import { LABELS } from '../../../src/core/hindsight';
import { seededDraw } from '../../../src/core/random';
import { sampleLabels } from '../../../src/core/sampledLabels';
import { DrawnLabels } from '../../../src/engine/labels';

const VOCABULARY = 20;

describe('DrawnLabels', () => {
  /** BOS and the document's tokens 40 to 47, of which the first three are only context. */
  const window = { start: 40, end: 48, scoreFrom: 43, ids: new Int32Array(9) };
  const draw = seededDraw(2);
  const distribution = new Float32Array(9 * VOCABULARY).map(() => -draw(6));
  const labels = new DrawnLabels(distribution, window);

  /** Of a position of the window, as the definition has it. */
  function at(position: number): number[] {
    const out = new Int32Array(LABELS);
    const row = position * VOCABULARY;
    sampleLabels(distribution.subarray(row, row + VOCABULARY), position, LABELS, out);
    return [...out];
  }

  it('are drawn by the position in the window, whatever the block', () => {
    assert.equal(labels.perPosition, LABELS);
    const block = labels.block(4, 3);
    assert.deepEqual([...block], [4, 5, 6].flatMap(at));
    assert.deepEqual([...labels.block(5, 1)], at(5));
    assert.ok(new Set(block).size > 1);
  });

  it('are 0 where a position predicts nothing that is scored', () => {
    const none = new Array<number>(LABELS).fill(0);
    assert.deepEqual([...labels.block(2, 2)], [...none, ...at(3)]);
    // Position 8 would predict what comes after the window; position 9 does not exist.
    assert.deepEqual([...labels.block(7, 3)], [...at(7), ...none, ...none]);
  });
});
