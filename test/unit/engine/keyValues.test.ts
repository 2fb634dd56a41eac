import assert from 'node:assert/strict';
import { KeyValues, type KeyValueColumns } from '../../../src/engine/keyValues';

const DIMENSIONS = { layers: 1, stages: 2, width: 5, heads: 4, keyValueHeads: 2, headWidth: 3 };

/** Every number tells its attention, head, channel and position. */
function mark(attention: number, head: number, channel: number, position: number): number {
  return 1 + position + 100 * channel + 1000 * head + 10_000 * attention;
}

function forward(columns: number): KeyValueColumns {
  const keys = new Float32Array(2 * 6 * columns);
  const values = new Float32Array(keys.length);
  forEach(columns, (attention, head, channel, position) => {
    keys[((attention * 2 + head) * 3 + channel) * columns + position] = mark(
      attention,
      head,
      channel,
      position,
    );
    values[((attention * 2 + head) * columns + position) * 3 + channel] = -mark(
      attention,
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
  for (let attention = 0; attention < 2; attention++)
    for (let head = 0; head < 2; head++)
      for (let channel = 0; channel < 3; channel++)
        for (let position = 0; position < positions; position++)
          visit(attention, head, channel, position);
}

/** Column 0 must be zero, positions below `filled` as marked, and the rest zero. */
function check({ keys, values, columns }: KeyValues, filled: number): void {
  assert.equal(keys.length, 2 * 6 * columns);
  forEach(columns, (attention, head, channel, column) => {
    const known = column >= 1 && column <= filled;
    const expected = known ? mark(attention, head, channel, column - 1) : 0;
    assert.equal(keys[((attention * 2 + head) * 3 + channel) * columns + column], expected);
    assert.equal(
      values[((attention * 2 + head) * columns + column) * 3 + channel],
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
      for (let attention = 0; attention < 2; attention++) {
        const key = Float32Array.from({ length: 6 }, (_, n) =>
          mark(attention, n < 3 ? 0 : 1, n % 3, position),
        );
        keyValues.write(
          position,
          attention,
          key,
          key.map((value) => -value),
        );
      }
    }
    assert.equal(keyValues.columns, 129);
    check(keyValues, 65);
  });
});
