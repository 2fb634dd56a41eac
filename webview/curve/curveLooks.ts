import type { LegendEntry } from '../charts/legend';
import { SERIES } from '../charts/series';
import type { CurveData, CurveLine, CurveReference } from './curveData';
import { lossText, type Unit } from './lossScale';

/** Of markers, square px. That of an own run is larger, so that it shows around a full one in the same place. */
export const AREAS = { marker: 30, point: 75, ownRun: 130 } as const;

const VARIANTS = {
  hindsightFree: { dash: '1 3', width: 2 },
  kept: { dash: '5 2 1 2', width: 1.25 },
} as const;

export const REFERENCE_DASHES: Readonly<Record<CurveReference['label'], string>> = {
  'all big': '9 3',
  'all small': '3 5',
};

/** How a line is drawn. */
export function lookOf({ series, variant }: CurveLine) {
  const { dash, width, marker } = SERIES[series];
  return variant === null ? { dash, width, marker } : { ...VARIANTS[variant], marker: null };
}

/** `withReferences`: where the reference lines have no names in the plot. */
export function legendOf(
  { lines, points, references }: CurveData,
  unit: Unit,
  withReferences: boolean,
): LegendEntry[] {
  const named = withReferences ? references : [];
  return [
    ...lines.map((each): LegendEntry => {
      const { dash, width } = lookOf(each);
      return {
        label: each.label,
        sample: {
          kind: 'line',
          series: each.series,
          width,
          marked: each.variant === null,
          ...(dash === null ? {} : { dash }),
        },
      };
    }),
    ...points.map(({ label, series, ownRun }): LegendEntry => ({
      label,
      sample: { kind: 'marker', series, hollow: ownRun },
    })),
    ...named.map(({ label, loss }): LegendEntry => ({
      label: `${label} ${lossText(loss, unit)}`,
      sample: { kind: 'line', series: 'reference', dash: REFERENCE_DASHES[label], marked: false },
    })),
  ];
}
