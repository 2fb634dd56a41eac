import { floats, integers, type Inputs } from './graph';
import type { KeyValues } from './keyValues';

/** Added to the attention scores of what a predictor must not see. */
const HIDDEN = -1e9;

/**
 * Feeds of an oracle graph for the predictors `first` to `first + positions - 1` of a window whose tokens are `ids`, BOS
 * first. Predictor t reads ids[t] and predicts ids[t + 1]; where the window has no such tokens, BOS stands in and the row
 * of losses means nothing.
 */
export function oracleInputs(
  ids: Int32Array,
  first: number,
  positions: number,
  keyValues: KeyValues,
): Inputs {
  const { columns } = keyValues;
  const tokenAt = (position: number): number => ids[position] ?? ids[0] ?? 0;
  const predictors = Array.from({ length: positions }, (_, n) => first + n);
  return {
    tokens: integers(predictors.map(tokenAt), positions),
    targets: integers(
      predictors.map((predictor) => tokenAt(predictor + 1)),
      positions,
    ),
    t0: integers([first], 1),
    mask: floats(visibility(first, positions, columns), 1 + positions, columns),
    ...keyValues.inputs(),
  };
}

/**
 * [1 + positions, columns]: row 0 marks the self slot, into which the graph puts a predictor's score with itself; row 1 + n
 * lets predictor first + n see the self slot and the positions before it.
 */
function visibility(first: number, positions: number, columns: number): Float32Array {
  const mask = new Float32Array((1 + positions) * columns);
  mask[0] = 1;
  for (let n = 0; n < positions; n++) {
    const row = (1 + n) * columns;
    mask.fill(HIDDEN, row + 1 + first + n, row + columns);
  }
  return mask;
}
