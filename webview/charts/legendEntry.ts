import type { SymbolType } from 'd3-shape';
import type { SeriesName } from './series';

/** What a legend's sample shows. */
export type Sample =
  /** A line as the series draws it, with its marker or not. */
  | {
      readonly kind: 'line';
      readonly series: SeriesName;
      readonly marked: boolean;
      readonly dash?: string;
      readonly width?: number;
    }
  | {
      readonly kind: 'marker';
      readonly series: SeriesName;
      readonly marker: SymbolType;
      readonly hollow: boolean;
    }
  /** A piece of bar of a height in px; `fill` as `addModulePatterns` gives it. */
  | {
      readonly kind: 'bar';
      readonly fill: string;
      readonly className: string;
      readonly height: number;
    };

export interface LegendEntry {
  readonly label: string;
  readonly sample: Sample;
}
