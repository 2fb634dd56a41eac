import * as Plot from '@observablehq/plot';
import { mean } from '../estimate';
import type { Figure } from '../figure';
import { looksOf, scalesOf } from '../looks';
import type { Measured } from '../measured';
import type { MeasuredSet } from '../measuredSet';
import { cells, rounded, type Row } from '../row';
import { scheduledLoss, schedules } from '../schedules';
import { toSvg } from '../svg';
import { inPanels } from './panels';

const TITLE = 'Figure 4c: the same budget for all tokens, or one that changes along the document';

export function figure4c({ sets }: Measured): Figure {
  const rows = sets.flatMap(rowsOf);
  const names = [...new Set(rows.map((row) => String(row['schedule'])))];
  const key = looksOf(names);
  const panels = inPanels(rows, 'set', sets.length);
  const panel = { fx: 'fx', fy: 'fy' };
  return {
    id: '4c',
    title: TITLE,
    caption:
      'Oracle, *big* context, all tokens; ramps go in equal steps along each document. What a ramp loses more than the constant budget, token by token, with 95 % intervals over documents; perplexities are in the CSV.',
    rows,
    svg: toSvg({
      title: TITLE,
      subtitle:
        'What the oracle loses more than with the constant budget; big context; bars: 95 % over documents',
      key,
      plot: {
        height: 320,
        ...panels.options,
        ...scalesOf(key),
        x: { type: 'point', domain: names, label: 'budget along the document' },
        y: { label: 'nats per token', zero: true },
        marks: [
          ...panels.marks,
          Plot.ruleX(
            panels.rows.filter((row) => row['low'] !== null),
            { x: 'schedule', y1: 'low', y2: 'high', stroke: 'schedule', ...panel },
          ),
          Plot.dot(panels.rows, {
            x: 'schedule',
            y: 'aboveConstant',
            fill: 'schedule',
            symbol: 'schedule',
            r: 5,
            ...panel,
          }),
        ],
      },
    }),
  };
}

function rowsOf(set: MeasuredSet): Row[] {
  const all = schedules(set);
  const [constant] = all;
  const even = scheduledLoss(set, constant);
  return all.map((schedule) => {
    const loss = scheduledLoss(set, schedule);
    const nats = mean(set.documents, loss).value;
    return {
      set: set.name,
      schedule: schedule.name,
      meanBudget: rounded(mean(set.documents, schedule.budget).value),
      meanLoss: rounded(nats),
      perplexity: rounded(nats === null ? null : Math.exp(nats)),
      ...cells(
        'aboveConstant',
        mean(set.documents, (token) => loss(token) - even(token)),
      ),
    };
  });
}
