import {
  symbolCircle,
  symbolDiamond2,
  symbolSquare2,
  symbolTriangle2,
  symbolWye,
  type SymbolType,
} from 'd3-shape';
import { MODULES, type Module } from '../../src/core/module';

/** How every chart draws and names the same thing. Colours are in styles/charts.css, by the classes that are given here. */

export const SERIES_NAMES = [
  'oracle',
  'hindsightFree',
  'router',
  'fixed',
  'random',
  'reference',
] as const;
export type SeriesName = (typeof SERIES_NAMES)[number];

export interface SeriesLook {
  readonly label: string;
  /** Sets `--series`, the colour of `.line`, `.mark` and `.swatch` below it. */
  readonly className: string;
  /** Contributed colour, for a canvas. */
  readonly variable: string;
  /** Of its line, px. */
  readonly width: number;
  /** As `stroke-dasharray` takes it; `null`: solid. */
  readonly dash: string | null;
  readonly marker: SymbolType;
}

/** Colour is never all that tells them apart: width, dash and marker differ as well. */
export const SERIES: Readonly<Record<SeriesName, SeriesLook>> = {
  oracle: {
    label: 'oracle',
    className: 'series-oracle',
    variable: '--vscode-duoLLM-oracle',
    width: 2.75,
    dash: null,
    marker: symbolCircle,
  },
  // The oracle's colour: it is the same search, by other labels.
  hindsightFree: {
    label: 'without hindsight',
    className: 'series-hindsight-free',
    variable: '--vscode-duoLLM-oracle',
    width: 2,
    dash: '1 3',
    marker: symbolWye,
  },
  router: {
    label: 'router',
    className: 'series-router',
    variable: '--vscode-duoLLM-router',
    width: 1.5,
    dash: null,
    marker: symbolDiamond2,
  },
  fixed: {
    label: 'fixed route',
    className: 'series-fixed',
    variable: '--vscode-duoLLM-fixed',
    width: 1.5,
    dash: '7 3',
    marker: symbolSquare2,
  },
  random: {
    label: 'random-100',
    className: 'series-random',
    variable: '--vscode-duoLLM-random',
    width: 1.5,
    dash: '2 3',
    marker: symbolTriangle2,
  },
  reference: {
    label: 'all layers the same',
    className: 'series-reference',
    variable: '--vscode-foreground',
    width: 1,
    dash: null,
    marker: symbolCircle,
  },
};

export interface ModuleLook {
  readonly label: string;
  /** Sets `--module`, the colour of its bars and letters. */
  readonly className: string;
  /** Contributed colour, for a canvas. */
  readonly variable: string;
}

/** Their letters are the core's MODULE_LETTERS, their patterns those of patterns.ts. */
export const MODULE_LOOKS: Readonly<Record<Module, ModuleLook>> = {
  skip: { label: 'skip', className: 'module-skip', variable: '--vscode-duoLLM-skip' },
  small: { label: 'small', className: 'module-small', variable: '--vscode-duoLLM-small' },
  big: { label: 'big', className: 'module-big', variable: '--vscode-duoLLM-big' },
};

/** The order of stacked bars and legends: what costs most comes first, as in the command line's bars. */
export const DEAREST_FIRST: readonly Module[] = MODULES.toReversed();

/**
 * Layer indices (from 0) in the order of rows from the top: the last layer is on top, as networks are drawn, and layer 1
 * at the bottom. Readers see `layerNumber`.
 */
export function layersTopDown(layers: number): number[] {
  return Array.from({ length: layers }, (_, row) => layers - 1 - row);
}

/** Layers are numbered from 1 wherever people read them. */
export function layerNumber(layer: number): number {
  return layer + 1;
}
