import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { PALETTES } from '../../../src/core/colourScale';
import { MODULES } from '../../../src/core/module';
import {
  contrast,
  over,
  seenDistance,
  seenLuminance,
  THEMES,
  VISIONS,
  type Rgb,
} from './seenColours';

const { contributes } = JSON.parse(
  readFileSync(path.resolve(import.meta.dirname, '../../../package.json'), 'utf8'),
) as { contributes: { colors: { id: string; defaults: Record<string, string> }[] } };

function colours(prefix: string, theme: string): Rgb[] {
  return contributes.colors
    .filter(({ id }) => new RegExp(`^duoLLM\\.${prefix}\\d$`).test(id))
    .map(({ defaults }) => over(defaults[theme] ?? '', THEMES[theme]?.background ?? ''));
}

for (const [theme, { background, text }] of Object.entries(THEMES)) {
  describe(`colours for ${theme} themes`, () => {
    const ground = over(background, background);
    const fills = colours('level', theme);
    const lines = colours('line', theme);

    it('leave the editor’s text readable on every fill', () => {
      assert.equal(fills.length, 6);
      for (const fill of fills) assert.ok(contrast(over(text, background), fill) >= 4.5);
    });

    it('make every line stand out from the background', () => {
      assert.equal(lines.length, 6);
      for (const line of lines) assert.ok(contrast(line, ground) >= 3);
    });

    for (const [name, vision] of Object.entries(VISIONS)) {
      it(`keep their order with ${name} vision: each level is further from the background`, () => {
        for (const ramp of [fills, lines]) {
          const away = [ground, ...ramp].map((colour) => {
            return Math.abs(seenLuminance(colour, vision) - seenLuminance(ground, vision));
          });
          away.slice(1).forEach((distance, at) => {
            assert.ok(distance > (away[at] ?? 0) + 0.002, `${String(at)} ${away.join(' ')}`);
          });
        }
      });
    }
  });
}

for (const ground of ['dark', 'light'] as const) {
  it(`the ${ground} fills are those of the command line's listing, made translucent`, () => {
    const fills = contributes.colors
      .filter(({ id }) => /^duoLLM\.level\d$/.test(id))
      .map(({ defaults }) => defaults[ground]?.slice(0, 7));
    assert.deepEqual(fills, PALETTES[ground].levels);
  });
}

const SERIES = ['oracle', 'router', 'fixed', 'random'];

/** Of two colours in a chart, in Oklab. A step between neighbouring greys of a well-made scale is about a third of it. */
const APART = 0.075;

for (const [theme, { background }] of Object.entries(THEMES)) {
  describe(`colours of charts for ${theme} themes`, () => {
    const chartColours = (names: readonly string[]): Rgb[] =>
      names.map((name) => {
        const colour = contributes.colors.find(({ id }) => id === `duoLLM.${name}`);
        return over(colour?.defaults[theme] ?? '', background);
      });

    it('stand out from the background', () => {
      for (const colour of chartColours([...MODULES, ...SERIES])) {
        assert.ok(contrast(colour, over(background, background)) >= 3);
      }
    });

    for (const [name, vision] of Object.entries(VISIONS)) {
      it(`keep modules and series apart with ${name} vision`, () => {
        for (const names of [MODULES, SERIES]) {
          const seen = chartColours(names);
          for (const [at, colour] of seen.entries()) {
            for (const other of seen.slice(at + 1)) {
              const distance = seenDistance(colour, other, vision);
              assert.ok(distance >= APART, `${names.join()}: ${String(distance)}`);
            }
          }
        }
      });
    }
  });
}
