import {
  symbolCircle,
  symbolCross,
  symbolDiamond,
  symbolSquare,
  symbolStar,
  symbolTriangle,
  symbolWye,
  type SymbolType,
} from 'd3-shape';

/** How one series of a figure looks: told apart by symbol and dash as well as by colour. */
export interface Series {
  readonly name: string;
  readonly colour: string;
  /** An SVG stroke-dasharray. */
  readonly dash: string;
  readonly symbol: SymbolType;
}

/** Colours that stay apart for people with any kind of colour vision (Okabe and Ito). */
const COLOURS = [
  '#0072b2',
  '#d55e00',
  '#009e73',
  '#cc79a7',
  '#7a5c00',
  '#56b4e9',
  '#000000',
  '#e69f00',
] as const;

const SYMBOLS = [
  symbolCircle,
  symbolSquare,
  symbolTriangle,
  symbolDiamond,
  symbolCross,
  symbolStar,
  symbolWye,
] as const;

const DASHES = ['none', '6,3', '2,3', '8,3,2,3'] as const;

/** Looks for names, in their order. */
export function looksOf(names: readonly string[]): Series[] {
  return names.map((name, at) => ({
    name,
    colour: COLOURS[at % COLOURS.length] ?? '#000000',
    dash: DASHES[at % DASHES.length] ?? 'none',
    symbol: SYMBOLS[at % SYMBOLS.length] ?? symbolCircle,
  }));
}

/** The scales of a plot whose colours and symbols stand for these series. */
export function scalesOf(key: readonly Series[]): {
  color: { domain: string[]; range: string[] };
  symbol: { domain: string[]; range: SymbolType[] };
} {
  const domain = key.map(({ name }) => name);
  return {
    color: { domain, range: key.map(({ colour }) => colour) },
    symbol: { domain, range: key.map(({ symbol }) => symbol) },
  };
}
