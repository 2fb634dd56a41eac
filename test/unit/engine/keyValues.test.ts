import assert from 'node:assert/strict';
import { KeyValues, type KeyValueColumns } from '../../../src/engine/keyValues';

const DIMENSIONS = { layers: 2, width: 6, heads: 2, headWidth: 3 };

/** Every number tells its layer, head, channel and position. */
function mark(layer: number, head: number, channel: number, position: number): number {
  return 1 + position + 100 * channel + 1000 * head + 10_000 * layer;
}

function forward(columns: number): KeyValueColumns {
  const keys = new Float32Array(2 * 6 * columns);
  const values = new Float32Array(keys.length);
  forEach(columns, (layer, head, channel, position) => {
    keys[((layer * 2 + head) * 3 + channel) * columns + position] = mark(
      layer,
      head,
      channel,
      position,
    );
    values[((layer * 2 + head) * columns + position) * 3 + channel] = -mark(
      layer,
      head,
      channel,
      position,
    );
  });
  return { keys, values, columns };
}

function forEach(
  positions: number,
  visit: (l: number, h: number, c: number, p: number) => void,
): void {
  for (let layer = 0; layer < 2; layer++)
    for (let head = 0; head < 2; head++)
      for (let channel = 0; channel < 3; channel++)
        for (let position = 0; position < positions; position++)
          visit(layer, head, channel, position);
}

/** Column 0 must be zero, positions below `filled` as marked, and the rest zero. */
function check({ keys, values, columns }: KeyValues, filled: number): void {
  assert.equal(keys.length, 2 * 6 * columns);
  forEach(columns, (layer, head, channel, column) => {
    const known = column >= 1 && column <= filled;
    const expected = known ? mark(layer, head, channel, column - 1) : 0;
    assert.equal(keys[((layer * 2 + head) * 3 + channel) * columns + column], expected);
    assert.equal(
      values[((layer * 2 + head) * columns + column) * 3 + channel],
      known ? -expected : 0,
    );
  });
}

describe('KeyValues', () => {
  it('hold a forward run behind the empty self slot, in steps of 64 columns', () => {
    const short = KeyValues.of(forward(5), DIMENSIONS, 64);
    assert.equal(short.columns, 65);
    check(short, 5);
    assert.ok(short.hasRoomFor(64));
    assert.ok(!short.hasRoomFor(65));
  });

  it('take only as many positions as there is room for', () => {
    check(KeyValues.of(forward(100), DIMENSIONS, 10), 64);
  });

  it('can be written position by position, and enlarged', () => {
    let keyValues = KeyValues.of(forward(63), DIMENSIONS, 64);
    for (const position of [63, 64]) {
      if (!keyValues.hasRoomFor(position + 1)) keyValues = keyValues.enlarged(position + 1);
      for (let layer = 0; layer < 2; layer++) {
        const key = Float32Array.from({ length: 6 }, (_, n) =>
          mark(layer, n < 3 ? 0 : 1, n % 3, position),
        );
        keyValues.write(
          position,
          layer,
          key,
          key.map((value) => -value),
        );
      }
    }
    assert.equal(keyValues.columns, 129);
    check(keyValues, 65);
  });
});
