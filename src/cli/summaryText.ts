import type { Constraint } from '../core/constraint';
import type { Hindsight } from '../core/hindsight';
import { KINDS, type KindCounts } from '../core/measures';
import type { LayerUsage } from '../core/layerUsage';
import type { MeanLoss, RouterSummary, Summary } from '../core/summary';
import { KIND_NAMES, percent } from '../core/words';
import type { Painter } from './ansi';
import { columns } from './columns';

const CONTEXTS: Readonly<Record<Summary['context'], string>> = {
  big: 'big context: earlier tokens ran all big',
  self: 'self context: one token on another route, earlier tokens on the oracle’s of the run above',
};

const BAR_WIDTH = 24;

/** What a summary leaves out. */
export interface Asked {
  readonly constraint: Constraint;
  readonly kinds: KindCounts;
}

/** Mean losses by budget, how the layers are used, and how many tokens are of each kind. */
export function summaryText(
  summary: Summary,
  { constraint, kinds }: Asked,
  painter: Painter,
): string[] {
  return [
    ...(summary.context === 'self' ? reached(summary, constraint, painter) : []),
    painter.bold(`Mean loss in nats per token (perplexity), ${CONTEXTS[summary.context]}`),
    ...budgetTable(summary, constraint),
    ...uniformLines(summary),
    ...leadNote(summary).map((sentence) => painter.dim(sentence)),
    '',
    painter.bold('Layers, lowest first') +
      ': tokens through █ big (with their share) ▒ small · skip',
    ...layerBars(summary, constraint),
    '',
    kindLine(kinds),
  ];
}

/**
 * What a whole run reached in *self* context. All else there is of routes that no run took: their earlier tokens keep the
 * routes of this one.
 */
function reached(
  { asked, router }: Summary,
  constraint: Constraint,
  painter: Painter,
): readonly string[] {
  const rows = [[`oracle, ${bigLayers(constraint)}`, shown(asked), '']];
  if (router !== null) rows.push(ownRun(router));
  return [
    painter.bold('Reached by a whole run, in nats per token (perplexity), self context'),
    ...columns(rows, 'lrl'),
    '',
  ];
}

function ownRun({ name, ownMeanLoss, ownPerplexity }: RouterSummary): string[] {
  const own = { meanLoss: ownMeanLoss, perplexity: ownPerplexity };
  return [`router ${name}, its own run`, shown(own), 'earlier tokens took its routes'];
}

/** Numbers that do not exist, as at budgets that the layer constraint rules out, show a dash. */
function budgetTable(summary: Summary, { atMost }: Constraint): string[] {
  const { hindsight } = summary;
  const rows = summary.oracle.map((oracle, budget) => {
    const fixed = summary.fixed[budget];
    const free = hindsight?.byBudget[budget];
    const bound = atMost ? 'at most ' : '';
    return [
      bound + String(budget),
      shown(oracle) || '-',
      ...(hindsight === null ? [] : [shown(free) || '-', shownShare(free)]),
      shown(fixed) || '-',
      fixed?.route ?? '',
      shown(summary.random100[budget]) || '-',
    ];
  });
  const added = hindsight === null ? [] : ['without hindsight', 'hindsight'];
  const headings = ['big layers', 'oracle', ...added, 'fixed', 'its route', 'random-100'];
  return columns([headings, ...rows], hindsight === null ? 'rrrlr' : 'rrrlrlr');
}

/** What to think of the oracle's lead. */
function leadNote({ hindsight }: Summary): readonly string[] {
  if (hindsight === null) {
    return ['The oracle chooses with the answer in hand: no router can reach all of its lead.'];
  }
  const { labels, byBudget } = hindsight;
  const intervals = byBudget.some(({ interval }) => interval !== null);
  const worse = byBudget.some(({ share }) => share !== null && share > 1);
  return [
    `The oracle chooses with the answer in hand; without hindsight, the best route for ${String(labels)} labels that the model draws is taken.`,
    `Hindsight is the part of the oracle’s lead over the fixed route that is gone then${intervals ? ' (with its 95 % interval)' : ''}${worse ? '; above 100 %, the fixed route is the better choice' : ''}.`,
  ];
}

/** The routes that no budget row shows, and the oracle as it was asked for. */
function uniformLines({ context, small, big, router, asked }: Summary): string[] {
  const rows = [
    ['all small', small === null ? '' : shown(small), ''],
    ['all big', shown(big ?? undefined), ''],
  ];
  if (asked.budget === null && context === 'big')
    rows.push(['oracle, any budget', shown(asked), '']);
  if (router !== null) {
    const taken = router.budget === null ? '' : `${router.budget.toFixed(2)} big layers per token`;
    rows.push([`router ${router.name}`, shown(router), taken]);
    if (context === 'big') rows.push(ownRun(router));
  }
  return columns(
    rows.filter(([, loss]) => loss !== ''),
    'lrl',
  );
}

function layerBars(summary: Summary, constraint: Constraint): string[] {
  const routed = summary.layers.some(({ router }) => router !== null);
  const headings = [
    '',
    `oracle, ${bigLayers(constraint)}`,
    routed ? `router ${summary.router?.name ?? ''}` : '',
  ];
  const rows = summary.layers.map(({ index, oracle, router }) => [
    String(index + 1),
    bar(oracle),
    bar(router),
  ]);
  return columns([headings, ...rows], 'rll');
}

/** The asked budget: `at most 2 big`. */
function bigLayers({ budget, atMost }: Constraint): string {
  return budget === undefined ? 'any big' : `${atMost ? 'at most ' : ''}${String(budget)} big`;
}

function bar(usage: LayerUsage | null): string {
  if (usage === null) return '';
  const big = Math.round(usage.big * BAR_WIDTH);
  const small = Math.round((usage.big + usage.small) * BAR_WIDTH) - big;
  const drawn = '█'.repeat(big) + '▒'.repeat(small);
  return `${drawn.padEnd(BAR_WIDTH, '·')} ${percent(usage.big).padStart(5)}`;
}

function kindLine(kinds: KindCounts): string {
  const known = KINDS.reduce((sum, kind) => sum + kinds[kind], 0);
  if (known === 0) return 'No tokens.';
  return KINDS.map((kind) => `${KIND_NAMES[kind]} ${percent(kinds[kind] / known)}`).join(', ');
}

/** `97 % (93 to 101)`, without the interval where there is none. */
function shownShare(hindsight: Hindsight | undefined): string {
  const { share = null, interval = null } = hindsight ?? {};
  if (share === null) return '-';
  const inPercent = (value: number): string => (value * 100).toFixed(0);
  const between = interval === null ? '' : ` (${interval.map(inPercent).join(' to ')})`;
  return `${inPercent(share)} %${between}`;
}

/** `3.288 (26.8)`; empty where there is no value. */
function shown(loss: MeanLoss | undefined): string {
  if (loss === undefined || loss.meanLoss === null || loss.perplexity === null) return '';
  const { meanLoss, perplexity } = loss;
  return `${meanLoss.toFixed(3)} (${perplexity < 100 ? perplexity.toPrecision(3) : perplexity.toFixed(0)})`;
}
