import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { PALETTES } from '../../../src/core/colourScale';

/** Red, green, blue between 0 and 1. */
type Rgb = readonly [number, number, number];

interface Theme {
  readonly background: string;
  /** The editor's own text. */
  readonly text: string;
}

/** Default colours of VS Code's themes of each kind. */
const THEMES: Readonly<Record<string, Theme>> = {
  dark: { background: '#1f1f1f', text: '#cccccc' },
  light: { background: '#ffffff', text: '#3b3b3b' },
  highContrast: { background: '#000000', text: '#ffffff' },
  highContrastLight: { background: '#ffffff', text: '#292929' },
};

/** How people with complete colour blindness of each kind see linear RGB (Machado, Oliveira and Fernandes 2009). */
const VISIONS: Readonly<Record<string, readonly (readonly number[])[]>> = {
  normal: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

const { contributes } = JSON.parse(
  readFileSync(path.resolve(import.meta.dirname, '../../../package.json'), 'utf8'),
) as { contributes: { colors: { id: string; defaults: Record<string, string> }[] } };

function colours(prefix: string, theme: string): Rgb[] {
  return contributes.colors
    .filter(({ id }) => new RegExp(`^duoLLM\\.${prefix}\\d$`).test(id))
    .map(({ defaults }) => over(defaults[theme] ?? '', THEMES[theme]?.background ?? ''));
}

/** A `#rrggbb` or `#rrggbbaa` on a ground. */
function over(colour: string, ground: string): Rgb {
  const channel = (hex: string, at: number): number => parseInt(hex.slice(at, at + 2), 16) / 255;
  const alpha = colour.length === 9 ? channel(colour, 7) : 1;
  const mix = (at: number): number =>
    alpha * channel(colour, at) + (1 - alpha) * channel(ground, at);
  return [mix(1), mix(3), mix(5)];
}

function linear(colour: Rgb): Rgb {
  const decode = (value: number): number =>
    value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  return [decode(colour[0]), decode(colour[1]), decode(colour[2])];
}

function luminance([red, green, blue]: Rgb): number {
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** As the Web Content Accessibility Guidelines define it: 1 to 21. */
function contrast(one: Rgb, other: Rgb): number {
  const [a, b] = [luminance(linear(one)), luminance(linear(other))];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

function seenLuminance(colour: Rgb, vision: readonly (readonly number[])[]): number {
  const [red, green, blue] = linear(colour);
  const see = ([r = 0, g = 0, b = 0]: readonly number[]): number =>
    Math.min(1, Math.max(0, r * red + g * green + b * blue));
  const [r = [], g = [], b = []] = vision;
  return luminance([see(r), see(g), see(b)]);
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
