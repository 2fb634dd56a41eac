import { symbolCross, symbolStar, type SymbolType } from 'd3-shape';
import type { LegendEntry } from '../charts/legendEntry';
import { SERIES, type SeriesName } from '../charts/series';
import type { CurveData, CurveLine, CurvePoint, CurveReference } from './curveData';
import { lossText, type Unit } from './lossScale';

/** Of markers on lines, square px. */
export const MARKER_AREA = 30;

/** Square px. That of an own run is larger, so that it shows around a full one in the same place. */
const POINT_AREAS: Readonly<Record<CurvePoint['source'], number>> = {
  table: 75,
  ownRun: 130,
  rerun: 100,
};

/** Of reruns, which lie next to the markers of the series that they belong to. */
const RERUN_MARKERS: Readonly<Partial<Record<SeriesName, SymbolType>>> = {
  oracle: symbolCross,
  router: symbolStar,
};

const KEPT = { dash: '5 2 1 2', width: 1.25, marker: null } as const;

export const REFERENCE_DASHES: Readonly<Record<CurveReference['label'], string>> = {
  'all big': '9 3',
  'all small': '3 5',
};

/** How a line is drawn. */
export function lookOf({ series, variant }: CurveLine) {
  const { dash, width, marker } = SERIES[series];
  return variant === null ? { dash, width, marker } : KEPT;
}

/** How a point is drawn; what is hollow is of a whole run. */
export function pointLookOf({ series, source }: CurvePoint) {
  const own = source === 'rerun' ? RERUN_MARKERS[series] : undefined;
  return {
    marker: own ?? SERIES[series].marker,
    area: POINT_AREAS[source],
    hollow: source !== 'table',
  };
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
    ...points.map((point): LegendEntry => {
      const { marker, hollow } = pointLookOf(point);
      const { label, series } = point;
      return { label, sample: { kind: 'marker', series, marker, hollow } };
    }),
    ...named.map(({ label, loss }): LegendEntry => ({
      label: `${label} ${lossText(loss, unit)}`,
      sample: { kind: 'line', series: 'reference', dash: REFERENCE_DASHES[label], marked: false },
    })),
  ];
}
