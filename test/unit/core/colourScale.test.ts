import assert from 'node:assert/strict';
import { LEVELS, levelOf, levelSteps, PALETTES, QUANTITIES } from '../../../src/core/colourScale';

/** Relative luminance of `#rrggbb` (WCAG 2). */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(a: string, b: string): number {
  const [dark = 0, bright = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (bright + 0.05) / (dark + 0.05);
}

describe('levels', () => {
  for (const quantity of QUANTITIES) {
    it(`of ${quantity} begin at their steps`, () => {
      const steps = levelSteps(quantity);
      assert.equal(steps.length, LEVELS - 1);
      steps.forEach((step, at) => {
        assert.equal(levelOf(quantity, step), at + 1);
        assert.equal(levelOf(quantity, step - 1e-6), at);
      });
      assert.equal(levelOf(quantity, 0), 0);
      assert.equal(levelOf(quantity, 1e9), LEVELS - 1);
      assert.equal(levelOf(quantity, undefined), 0);
    });
  }
});

describe('palettes', () => {
  for (const [ground, { levels, text }] of Object.entries(PALETTES)) {
    it(`on ${ground} are readable, and ordered by lightness alone`, () => {
      assert.equal(levels.length, LEVELS - 1);
      for (const level of levels) assert.ok(contrast(level, text) >= 4.5, level);
      const lightness = levels.map(luminance);
      const sorted = [...lightness].sort((a, b) => (ground === 'dark' ? a - b : b - a));
      assert.deepEqual(lightness, sorted);
    });
  }
});
