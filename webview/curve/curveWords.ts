import type { Hindsight } from '../../src/core/hindsight';
import { hindsightInWords, percentRange, WITHOUT_HINDSIGHT } from '../../src/core/words';
import type { Curve } from '../../src/panel/curve';
import { layersInWords } from '../../src/panel/questionInWords';
import { contextInWords, wholeRunNote } from '../charts/contextWords';
import { SERIES } from '../charts/series';
import type { Numbers, TooltipContent, TooltipRow } from '../charts/content';
import { decimals, nats, NO_NUMBER, perplexity, share } from '../numbers';
import type { CurveData } from './curveData';
import { lossText, type Unit } from './lossScale';

/** Under a chart: what its numbers are of, and in which context. */
export function curveCaption(curve: Curve, data: CurveData): string {
  const budgets = curve.atMost ? 'budgets that are upper bounds' : 'exact budgets';
  const forced = layersInWords(curve.layers);
  return [
    `Mean loss per token at ${budgets}${forced === undefined ? '' : `, ${forced}`}, ${contextInWords(curve.context)}.`,
    wholeRunNote(curve.context),
    'The curves are chosen knowing this text: the oracle token by token, the fixed route as best of all, random-100 as best of 100 trials.',
    withoutHindsight(curve),
    endInWords(curve),
    data.points.some(({ source }) => source !== 'table')
      ? 'Hollow markers are of whole runs, in which the earlier tokens took these routes as well.'
      : undefined,
  ]
    .filter((sentence) => sentence !== undefined)
    .join(' ');
}

/** What the line of that name is; `undefined` where there is none. */
function withoutHindsight({ hindsight }: Curve): string | undefined {
  if (hindsight === null) return undefined;
  const banded = hindsight.some(({ interval }) => interval !== null);
  return `${WITHOUT_HINDSIGHT}${banded ? ' The band is its 95 % interval.' : ''}`;
}

/** Why an exact budget may be worse than a smaller one, where that shows; else `undefined`. */
function endInWords({ atMost, oracle }: Curve): string | undefined {
  if (atMost) return undefined;
  const last = oracle.findLastIndex((loss) => loss !== null);
  const atLast = oracle[last] ?? -Infinity;
  if (!oracle.some((loss) => loss !== null && loss < atLast)) return undefined;
  return `At ${last} big there is only one route: a rise towards it is less choice, not harm.`;
}

/** Everything that has a value at a budget or next to it. */
export function readingAt(data: CurveData, curve: Curve, budget: number): TooltipContent {
  const row = (name: string, loss: number | null, look: string): TooltipRow => ({
    name,
    look,
    values: [perplexity(loss), nats(loss)],
  });
  const route = curve.fixed[budget]?.route;
  return {
    title: bigLayers(budget, curve.atMost),
    columns: ['perplexity', 'nats'],
    rows: [
      ...data.lines.map(({ label, series, losses }) =>
        row(
          series === 'fixed' && route != null ? `${label} ${route}` : label,
          losses[budget] ?? null,
          SERIES[series].className,
        ),
      ),
      ...data.points
        .filter((point) => Math.round(point.budget) === budget)
        .map((point) =>
          row(
            `${point.label} (${decimals(point.budget)} big)`,
            point.loss,
            SERIES[point.series].className,
          ),
        ),
    ],
    note: [hindsightAt(curve, budget), 'A click asks for this budget.']
      .filter((sentence) => sentence !== undefined)
      .join(' '),
  };
}

function hindsightAt({ hindsight }: Curve, budget: number): string | undefined {
  const at = hindsight?.[budget];
  const words = at && hindsightInWords(at);
  return words && `Hindsight: ${words}.`;
}

/** The same for screen readers, in the unit of the chart. */
export function readingInWords(data: CurveData, curve: Curve, budget: number, unit: Unit): string {
  const values = data.lines.map(
    ({ label, losses }) => `${label} ${lossText(losses[budget] ?? null, unit)}`,
  );
  const hindsight = hindsightAt(curve, budget);
  const words = `${bigLayers(budget, curve.atMost)}, ${unit}: ${values.join(', ')}`;
  return hindsight === undefined ? words : `${words}. ${hindsight}`;
}

function bigLayers(budget: number, atMost: boolean): string {
  return `${atMost ? 'at most ' : ''}${budget} big ${budget === 1 ? 'layer' : 'layers'}`;
}

export function curveNumbers(data: CurveData, curve: Curve): Numbers[] {
  const budgets = Array.from({ length: data.layers + 1 }, (_, budget) => budget);
  const both = (loss: number | null): string[] => [perplexity(loss), nats(loss)];
  const context = contextInWords(curve.context);
  return [
    {
      caption: `Perplexity and mean loss in nats per token by budget, ${context}`,
      headings: [
        'big layers',
        ...data.lines.flatMap(({ label }) => [label, 'nats']),
        'fixed route',
      ],
      rows: budgets.map((budget) => [
        `${curve.atMost ? '≤ ' : ''}${budget}`,
        ...data.lines.flatMap(({ losses }) => both(losses[budget] ?? null)),
        curve.fixed[budget]?.route ?? '',
      ]),
    },
    {
      caption: `At no budget in particular, ${context}; its own run and reruns are whole runs`,
      headings: ['series', 'big layers', 'perplexity', 'nats'],
      rows: [
        ...data.points.map(({ label, budget, loss }) => [label, decimals(budget), ...both(loss)]),
        ...data.references.map(({ label, loss }) => [
          label,
          label === 'all big' ? String(data.layers) : '0',
          ...both(loss),
        ]),
      ],
    },
    ...(curve.hindsight === null ? [] : [hindsightNumbers(curve.hindsight, context)]),
  ];
}

function hindsightNumbers(byBudget: readonly Hindsight[], context: string): Numbers {
  return {
    caption: `Hindsight: the part of the oracle’s lead over the fixed route that is gone without the answer, ${context}`,
    headings: ['big layers', 'lead, nats', 'hindsight', '95 % interval'],
    rows: byBudget.map(({ budget, advantage, share: gone, interval }) => [
      String(budget),
      nats(advantage),
      share(gone),
      interval === null ? NO_NUMBER : percentRange(interval),
    ]),
  };
}
