import assert from 'node:assert/strict';
import { changed } from '../../../webview/changed';
import { figureRow } from '../../../webview/compare/figureRow';
import { Milestones } from '../../../webview/milestones';
import { textBefore } from '../../../webview/tokenText';
import { usageInWords } from '../../../webview/usageInWords';

describe('Milestones', () => {
  it('names each quarter once', () => {
    const milestones = new Milestones();
    const said = [0, 100, 250, 260, 490, 800, 999, 1000, 1000].map((known) =>
      milestones.reach(known, 1000),
    );
    assert.deepEqual(
      said.filter((percent) => percent !== undefined),
      [25, 75, 100],
    );
    milestones.restart();
    assert.equal(milestones.reach(500, 1000), 50);
    assert.equal(new Milestones().reach(0, 0), undefined);
  });
});

describe('text of tokens', () => {
  it('ends in what stands right before the token', () => {
    const texts = ['Once', ' upon', '\n', 'a', ' time'];
    assert.equal(textBefore(texts, 4, 8), 'e upon a');
    assert.equal(textBefore(texts, 2, 6), 'e upon');
    assert.equal(textBefore(texts, 0, 8), '');
  });

  it('cuts no character in two', () => {
    assert.equal(textBefore(['a', '👍', 'b'], 2, 1), '👍');
    assert.equal(Array.from(textBefore(['👍👍👍', 'b'], 1, 2)).length, 2);
    assert.equal(textBefore(['a\u200b', 'b'], 1, 3), '');
    assert.equal(textBefore(['a\u200b', 'b'], 1, 7), 'a\\u200b');
  });

  it('puts characters together that several tokens make, and leaves bytes whole that make none', () => {
    const texts = ['a', '\\xF0\\x9F', '\\x91', '\\x8D\\xC3', '\\xA9', '\\xF0', '\\x9F', 'b'];
    assert.equal(textBefore(texts, 5, 8), 'a👍é');
    assert.equal(textBefore(texts, 5, 1), 'é');
    assert.equal(textBefore(texts, 7, 8), '\\xF0\\x9F');
    assert.equal(textBefore(texts, 7, 7), '\\x9F');
    assert.equal(textBefore(texts, 7, 3), '');
    const twelve = Array.from({ length: 12 }, () => ['\\xE3', '\\x81', '\\x82']).flat();
    assert.equal(textBefore(twelve, twelve.length, 10), 'あ'.repeat(10));
  });
});

describe('a figure of two runs', () => {
  it('shows both and the change in the unit', () => {
    const row = (unit: Parameters<typeof figureRow>[0]['unit'], kept: number, now: number) =>
      figureRow({ name: 'name', unit, kept, now });
    assert.deepEqual(row('nats', 2.5, 2.25), ['name, nats', '2.500', '2.250', '−0.250']);
    assert.deepEqual(row('share', 0.5, 0.625), ['name', '50 %', '63 %', '+12.5 pp']);
    assert.deepEqual(row('tokens', 1200, 1234), ['name', '1,200', '1,234', '+34']);
  });

  it('has no change where one of them lacks the number', () => {
    const row = figureRow({ name: 'name', unit: 'perplexity', kept: null, now: 3 });
    assert.deepEqual(row, ['name', '–', '3.00', '–']);
  });
});

describe('usage in words', () => {
  it('names what is used, dearest first', () => {
    const words = usageInWords({ skip: 0, small: 0.25, big: 0.75 }).replaceAll('\u00a0', ' ');
    assert.equal(words, 'B 75 % s 25 %');
  });
});

describe('changed', () => {
  it('compares the named parts by identity', () => {
    const part = {};
    const before = { one: part, other: 1 };
    assert.ok(changed(before, undefined, ['one']));
    assert.ok(!changed({ one: part, other: 2 }, before, ['one']));
    assert.ok(changed({ one: {}, other: 1 }, before, ['one', 'other']));
  });
});
