import type { AnalysisRun } from '../core/analysis';
import type { Constraint } from '../core/constraint';
import type { LayerUsage } from '../core/layerUsage';
import { orNull } from '../core/means';
import { hindsightUnder, type Curve } from './curve';
import type { RunSnapshot } from './runSnapshot';

/** How many of the tokens that changed are listed. */
const MOST_CHANGES = 50;

/** A run as it was when the user kept it. */
export interface KeptRun {
  readonly id: number;
  /** What tells it from others: `notes.md, exactly 4 big, small/big, learned-4`. */
  readonly label: string;
  /** Milliseconds since 1970. */
  readonly keptAt: number;
  readonly document: string;
  readonly run: AnalysisRun;
  readonly constraint: Constraint;
}

/** A kept run beside the run on screen. */
export interface Comparison {
  /** Of the subject on screen. */
  readonly revision: number;
  readonly id: number;
  readonly figures: readonly ComparedFigure[];
  readonly usage: readonly ComparedLayer[];
  readonly curve: Curve | null;
  readonly tokens: ComparedTokens;
}

/** The tokens of the run on screen beside the same ones of the kept run, as far as both know their losses. */
export interface ComparedTokens {
  /** With the same text before them. */
  readonly before: number;
  /** The same text again after an edit: what their losses say is what the edit did to them. */
  readonly after: number;
  /** The others of the run on screen. */
  readonly notCompared: number;
  /** Of both, the largest changes first. */
  readonly changes: readonly ComparedToken[];
}

/** A number of both; `null` where one of them lacks it. */
export interface ComparedFigure {
  readonly name: string;
  readonly unit: 'nats' | 'perplexity' | 'layers' | 'share' | 'tokens';
  readonly kept: number | null;
  readonly now: number | null;
}

export interface ComparedLayer {
  readonly kept: LayerUsage | null;
  readonly now: LayerUsage | null;
}

export interface ComparedToken {
  /** In the subject on screen. */
  readonly token: number;
  readonly text: string;
  /** Nats of the oracle's route under each run's question. */
  readonly kept: number;
  readonly now: number;
}

/** Both at once: what the comparison on screen shows. `now` is the run on screen, `kept` the earlier one. */
export function compare(id: number, kept: RunSnapshot, now: RunSnapshot, on: OnScreen): Comparison {
  const { before, after } = alignedTokens(kept, now);
  const [start, end] = [knownPairs(kept, now, before), knownPairs(kept, now, after)];
  const pairs = [start, end];
  return {
    revision: on.revision,
    id,
    figures: figuresOf(kept, now, pairs),
    usage: Array.from({ length: Math.max(kept.model.layers, now.model.layers) }, (_, layer) => ({
      kept: kept.usage?.[layer] ?? null,
      now: now.usage?.[layer] ?? null,
    })),
    curve: kept.curve,
    tokens: {
      before: start.now.length,
      after: end.now.length,
      notCompared: now.ids.length - countOf(pairs),
      changes: changesOf(kept, now, pairs, on.vocabulary),
    },
  };
}

/** Of the subject on screen. */
interface OnScreen {
  readonly revision: number;
  readonly vocabulary: readonly string[];
}

/** A stretch of tokens of the kept run that are the same ones in the run on screen. */
interface Stretch {
  /** The first, in each of them. */
  readonly kept: number;
  readonly now: number;
  readonly length: number;
}

interface Alignment {
  /** In both texts from their beginnings. */
  readonly before: Stretch;
  /** In both texts up to their ends, none of them in `before`. */
  readonly after: Stretch;
}

/** Tokens of both whose losses both know: token `kept[i]` of the one is `now[i]` of the other. */
interface Pairs {
  readonly kept: Int32Array;
  readonly now: Int32Array;
}

const NOTHING: Stretch = { kept: 0, now: 0, length: 0 };

/** All that both runs analysed of the same text; of a text that was edited since, what stands around the edit. */
function alignedTokens(kept: RunSnapshot, now: RunSnapshot): Alignment {
  // Another vocabulary cuts the text into other tokens.
  if (kept.model.sha256 !== now.model.sha256) return { before: NOTHING, after: NOTHING };
  if (kept.source.sha256 === now.source.sha256) {
    return { before: commonStart(kept, now), after: NOTHING };
  }
  // What stands before a selection is not known here, and may have been edited.
  if (kept.firstIndex > 0 || now.firstIndex > 0) return { before: NOTHING, after: NOTHING };
  const before = commonStart(kept, now);
  return { before, after: commonEnd(kept.ids, now.ids, before.length) };
}

/** From the first token of the document that both analysed to the first that differs. */
function commonStart(kept: RunSnapshot, now: RunSnapshot): Stretch {
  const first = Math.max(kept.firstIndex, now.firstIndex);
  const start = { kept: first - kept.firstIndex, now: first - now.firstIndex };
  const most = Math.min(kept.ids.length - start.kept, now.ids.length - start.now);
  let length = 0;
  while (length < most && kept.ids[start.kept + length] === now.ids[start.now + length]) length++;
  return { ...start, length };
}

/** What both end in, behind the first `start` tokens of each. */
function commonEnd(kept: Int32Array, now: Int32Array, start: number): Stretch {
  const most = Math.min(kept.length, now.length) - start;
  let length = 0;
  while (length < most && kept[kept.length - 1 - length] === now[now.length - 1 - length]) length++;
  return { kept: kept.length - length, now: now.length - length, length };
}

function knownPairs(kept: RunSnapshot, now: RunSnapshot, stretch: Stretch): Pairs {
  const pairs = { kept: new Int32Array(stretch.length), now: new Int32Array(stretch.length) };
  let count = 0;
  for (let at = 0; at < stretch.length; at++) {
    const one = stretch.kept + at;
    const other = stretch.now + at;
    if (!isKnown(kept.losses[one]) || !isKnown(now.losses[other])) continue;
    pairs.kept[count] = one;
    pairs.now[count++] = other;
  }
  return { kept: pairs.kept.subarray(0, count), now: pairs.now.subarray(0, count) };
}

function countOf(pairs: readonly Pairs[]): number {
  return pairs.reduce((sum, { now }) => sum + now.length, 0);
}

function changesOf(
  kept: RunSnapshot,
  now: RunSnapshot,
  pairs: readonly Pairs[],
  vocabulary: readonly string[],
): ComparedToken[] {
  /** The largest first; of equal ones the earlier first. */
  const changes: (ComparedToken & { readonly size: number })[] = [];
  for (const each of pairs) {
    for (let at = 0; at < each.now.length; at++) {
      const token = each.now[at] ?? 0;
      const before = kept.losses[each.kept[at] ?? 0] ?? 0;
      const after = now.losses[token] ?? 0;
      const size = Math.abs(after - before);
      // Of hundreds of thousands, nearly all are left here.
      if (size === 0 || size <= (changes[MOST_CHANGES - 1]?.size ?? 0)) continue;
      const place = changes.findIndex((other) => size > other.size);
      const text = vocabulary[now.ids[token] ?? -1] ?? '';
      const change = { token, text, kept: before, now: after, size };
      changes.splice(place < 0 ? changes.length : place, 0, change);
      if (changes.length > MOST_CHANGES) changes.pop();
    }
  }
  return changes.map(({ token, text, kept, now }) => ({ token, text, kept, now }));
}

function figuresOf(
  kept: RunSnapshot,
  now: RunSnapshot,
  pairs: readonly Pairs[],
): readonly ComparedFigure[] {
  const [before, after] = [kept.figures, now.figures];
  const context = contextInWords(kept.run.context.kind, now.run.context.kind);
  const loss = (name: string, kept: number | null, now: number | null): ComparedFigure[] => [
    { name: `mean loss, ${name}`, unit: 'nats', kept, now },
    { name: `perplexity, ${name}`, unit: 'perplexity', kept: exp(kept), now: exp(now) },
  ];
  const compared = countOf(pairs);
  const meanOver = (losses: Float32Array, side: keyof Pairs): number | null => {
    const sumOf = (each: Pairs): number =>
      each[side].reduce((sum, token) => sum + (losses[token] ?? Number.NaN), 0);
    return orNull(pairs.reduce((sum, each) => sum + sumOf(each), 0) / compared);
  };
  const partial = compared < Math.max(before.tokens, after.tokens) && compared > 0;
  const common = `oracle on the ${String(compared)} tokens of the same text (${context})`;
  const figures: readonly ComparedFigure[] = [
    { name: 'tokens', unit: 'tokens', kept: before.tokens, now: after.tokens },
    ...loss(`oracle under the question (${context})`, before.oracleLoss, after.oracleLoss),
    ...loss(
      `oracle without hindsight (${context})`,
      before.hindsightFreeLoss,
      after.hindsightFreeLoss,
    ),
    {
      name: 'hindsight: share of the oracle’s lead over the fixed route',
      unit: 'share',
      kept: hindsightUnder(kept.curve, kept.constraint)?.share ?? null,
      now: hindsightUnder(now.curve, now.constraint)?.share ?? null,
    },
    ...(partial ? loss(common, meanOver(kept.losses, 'kept'), meanOver(now.losses, 'now')) : []),
    {
      name: 'big layers per token, oracle',
      unit: 'layers',
      kept: before.meanBudget,
      now: after.meanBudget,
    },
    ...loss(`all layers big (${context})`, before.bigLoss, after.bigLoss),
    ...loss(`all layers small (${context})`, before.smallLoss, after.smallLoss),
    ...loss(`router’s routes in the table (${context})`, before.routerLoss, after.routerLoss),
    ...loss('router in its own run', before.routerOwnLoss, after.routerOwnLoss),
    {
      name: 'agreement of router and oracle',
      unit: 'share',
      kept: before.agreement,
      now: after.agreement,
    },
  ];
  return figures.filter((figure) => figure.kept !== null || figure.now !== null);
}

function contextInWords(kept: 'big' | 'self', now: 'big' | 'self'): string {
  return kept === now ? `${now} context` : `${kept} context when kept, ${now} context now`;
}

function isKnown(loss: number | undefined): boolean {
  return loss !== undefined && !Number.isNaN(loss);
}

function exp(meanLoss: number | null): number | null {
  return meanLoss === null ? null : Math.exp(meanLoss);
}
