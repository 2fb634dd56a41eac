/** Red, green, blue between 0 and 1. */
export type Rgb = readonly [number, number, number];

interface Theme {
  readonly background: string;
  /** The editor's own text. */
  readonly text: string;
}

/** Default colours of VS Code's themes of each kind. */
export const THEMES: Readonly<Record<string, Theme>> = {
  dark: { background: '#1f1f1f', text: '#cccccc' },
  light: { background: '#ffffff', text: '#3b3b3b' },
  highContrast: { background: '#000000', text: '#ffffff' },
  highContrastLight: { background: '#ffffff', text: '#292929' },
};

/** A matrix over linear RGB. */
type Vision = readonly (readonly number[])[];

/** How people with complete colour blindness of each kind see linear RGB (Machado, Oliveira and Fernandes 2009). */
export const VISIONS: Readonly<Record<string, Vision>> = {
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

/** A `#rrggbb` or `#rrggbbaa` on a ground. */
export function over(colour: string, ground: string): Rgb {
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
export function contrast(one: Rgb, other: Rgb): number {
  const [a, b] = [luminance(linear(one)), luminance(linear(other))];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

/** What somebody with that vision sees, as linear RGB. */
function seen(colour: Rgb, vision: Vision): Rgb {
  const [red, green, blue] = linear(colour);
  const see = ([r = 0, g = 0, b = 0]: readonly number[]): number =>
    Math.min(1, Math.max(0, r * red + g * green + b * blue));
  const [r = [], g = [], b = []] = vision;
  return [see(r), see(g), see(b)];
}

export function seenLuminance(colour: Rgb, vision: Vision): number {
  return luminance(seen(colour, vision));
}

/** How different two colours look to somebody: their distance in Oklab (Ottosson 2020), where white is 1 from black. */
export function seenDistance(one: Rgb, other: Rgb, vision: Vision): number {
  const [a, b] = [oklab(seen(one, vision)), oklab(seen(other, vision))];
  return Math.hypot(...a.map((value, at) => value - (b[at] ?? 0)));
}

function oklab([r, g, b]: Rgb): number[] {
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}
