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

  /** Of a token of the document, as the definition has it. */
  function ofToken(token: number): number[] {
    const out = new Int32Array(LABELS);
    const row = (token - window.start) * VOCABULARY;
    sampleLabels(distribution.subarray(row, row + VOCABULARY), token, LABELS, out);
    return [...out];
  }

  it('are drawn by the number of the document’s token, whatever the block', () => {
    assert.equal(labels.perPosition, LABELS);
    const block = labels.block(4, 3);
    assert.deepEqual([...block], [44, 45, 46].flatMap(ofToken));
    assert.deepEqual([...labels.block(5, 1)], ofToken(45));
    assert.ok(new Set(block).size > 1);
  });

  it('are 0 where a position predicts nothing that is scored', () => {
    const none = new Array<number>(LABELS).fill(0);
    assert.deepEqual([...labels.block(2, 2)], [...none, ...ofToken(43)]);
    // Position 8 would predict what comes after the window; position 9 does not exist.
    assert.deepEqual([...labels.block(7, 3)], [...ofToken(47), ...none, ...none]);
  });
});
