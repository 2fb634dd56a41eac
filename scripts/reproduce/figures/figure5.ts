import * as Plot from '@observablehq/plot';
import { tokensOf } from '../estimate';
import type { Figure } from '../figure';
import { looksOf, scalesOf } from '../looks';
import type { Measured } from '../measured';
import type { MeasuredSet } from '../measuredSet';
import { rounded, type Row } from '../row';
import { toSvg } from '../svg';
import { difficulty, surprise } from '../tables/difficulty';
import { lines } from './marks';
import { inPanels } from './panels';

const TITLE = 'Figure 5: how much of a token’s surprise compute could win';
const SERIES = {
  won: 'difficulty: what the best route wins',
  stays: 'what stays under the best route',
};
const GROUPS = 10;

/** The tokens of each set in ten equal groups, from the least to the most surprising. */
export function figure5({ sets }: Measured): Figure {
  const rows = sets.flatMap(rowsOf);
  const key = looksOf(Object.values(SERIES));
  const panels = inPanels(rows, 'set', sets.length);
  const panel = { fx: 'fx', fy: 'fy' };
  return {
    id: '5',
    title: TITLE,
    caption:
      'Tokens in ten equal groups by surprise (the all-small loss); *big* context, all tokens. Bars: the middle 80 % of the group’s tokens.',
    rows,
    svg: toSvg({
      title: TITLE,
      subtitle:
        'Ten equal groups of tokens by surprise; mean, and bars for the middle 80 %; big context',
      key,
      plot: {
        height: 400,
        ...panels.options,
        ...scalesOf(key),
        x: { label: 'mean surprise of the group, nats' },
        y: { label: 'nats' },
        marks: [
          ...panels.marks,
          Plot.ruleX(panels.rows, {
            x: 'surprise',
            y1: 'tenth',
            y2: 'ninetieth',
            stroke: 'series',
            strokeOpacity: 0.5,
            ...panel,
          }),
          ...lines(panels.rows, key, { x: 'surprise', y: 'mean', series: 'series' }),
        ],
      },
    }),
  };
}

function rowsOf({ name, table, documents }: MeasuredSet): Row[] {
  const [hard, gap] = [surprise(table), difficulty(table)];
  const sorted = tokensOf(documents).sort((one, other) => hard(one) - hard(other));
  return Array.from({ length: GROUPS }, (_, at) =>
    sorted.slice((at * sorted.length) / GROUPS, ((at + 1) * sorted.length) / GROUPS),
  ).flatMap((group, at) => {
    const row = (series: string, of: (token: number) => number): Row => {
      const values = group.map(of).sort((one, other) => one - other);
      return {
        set: name,
        group: at + 1,
        tokens: group.length,
        surprise: rounded(average(group.map(hard))),
        series,
        mean: rounded(average(values)),
        tenth: rounded(values[Math.floor(0.1 * values.length)]),
        ninetieth: rounded(values[Math.floor(0.9 * values.length)]),
      };
    };
    return [row(SERIES.won, gap), row(SERIES.stays, (token) => hard(token) - gap(token))];
  });
}

function average(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
