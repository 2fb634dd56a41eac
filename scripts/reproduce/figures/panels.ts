import * as Plot from '@observablehq/plot';
import type { Row } from '../row';

/** Rows spread over small charts that stand in lines. */
export interface Panels {
  readonly rows: readonly Row[];
  /** Frames, a faint grid and every panel's name. */
  readonly marks: readonly Plot.Markish[];
  /** For the plot: no axes for the places of panels. */
  readonly options: Pick<Plot.PlotOptions, 'fx' | 'fy'>;
}

/** Puts the rows of each value of `column` into a panel of its own, in the order of appearance. */
export function inPanels(rows: readonly Row[], column: string, perLine: number): Panels {
  const names = [...new Set(rows.map((row) => String(row[column])))];
  const place = (name: string): { fx: number; fy: number } => {
    const at = names.indexOf(name);
    return { fx: at % perLine, fy: Math.floor(at / perLine) };
  };
  const labels = names.map((name) => ({ name, ...place(name) }));
  const label = { text: 'name', fx: 'fx', fy: 'fy', frameAnchor: 'top-left', dy: -16 } as const;
  return {
    rows: rows.map((row) => ({ ...row, ...place(String(row[column])) })),
    marks: [
      Plot.frame({ stroke: '#c4c9d0' }),
      Plot.gridY({ stroke: '#c4c9d0', strokeOpacity: 0.5 }),
      Plot.text(labels, { ...label, fontWeight: 600 }),
    ],
    options: {
      fx: { axis: null, padding: 0.12 },
      fy: { axis: null, padding: names.length > perLine ? 0.24 : 0 },
    },
  };
}
