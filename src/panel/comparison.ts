import type { AnalysisRun } from '../core/analysis';
import type { Constraint } from '../core/constraint';
import type { LayerUsage } from '../core/layerUsage';
import { meanOf, orNull } from '../core/means';
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
  const known = (pairs: readonly Pair[]): Pair[] => {
    return pairs.filter((pair) => isKnown(kept.losses[pair[0]]) && isKnown(now.losses[pair[1]]));
  };
  const aligned = alignedTokens(kept, now);
  const [before, after] = [known(aligned.before), known(aligned.after)];
  const pairs = [...before, ...after];
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
      before: before.length,
      after: after.length,
      notCompared: now.ids.length - pairs.length,
      changes: changesOf(kept, now, pairs, on.texts),
    },
  };
}

/** Of the subject on screen. */
interface OnScreen {
  readonly revision: number;
  readonly texts: readonly string[];
}

/** A token in the kept run and the same one in the run on screen. */
type Pair = readonly [kept: number, now: number];

interface Alignment {
  /** In both texts from their beginnings. */
  readonly before: readonly Pair[];
  /** In both texts up to their ends, none of them in `before`. */
  readonly after: readonly Pair[];
}

const NOTHING: Alignment = { before: [], after: [] };

/** All that both runs analysed of the same text; of a text that was edited since, what stands around the edit. */
function alignedTokens(kept: RunSnapshot, now: RunSnapshot): Alignment {
  // Another vocabulary cuts the text into other tokens.
  if (kept.model.sha256 !== now.model.sha256) return NOTHING;
  if (kept.source.sha256 === now.source.sha256)
    return { before: commonStart(kept, now), after: [] };
  // What stands before a selection is not known here, and may have been edited.
  if (kept.firstIndex > 0 || now.firstIndex > 0) return NOTHING;
  const before = commonStart(kept, now);
  return { before, after: commonEnd(kept.ids, now.ids, before.length) };
}

/** From the first token of the document that both analysed to the first that differs. */
function commonStart(kept: RunSnapshot, now: RunSnapshot): Pair[] {
  const pairs: Pair[] = [];
  for (let index = Math.max(kept.firstIndex, now.firstIndex); ; index++) {
    const pair = [index - kept.firstIndex, index - now.firstIndex] as const;
    const id = kept.ids[pair[0]];
    if (id === undefined || id !== now.ids[pair[1]]) return pairs;
    pairs.push(pair);
  }
}

/** What both end in, behind the first `start` tokens of each. */
function commonEnd(kept: Int32Array, now: Int32Array, start: number): Pair[] {
  const pairs: Pair[] = [];
  for (let back = 1; ; back++) {
    const pair = [kept.length - back, now.length - back] as const;
    const inStart = Math.min(...pair) < start;
    if (inStart || kept[pair[0]] !== now[pair[1]]) return pairs.reverse();
    pairs.push(pair);
  }
}

function changesOf(
  kept: RunSnapshot,
  now: RunSnapshot,
  pairs: readonly Pair[],
  texts: readonly string[],
): ComparedToken[] {
  const size = (token: ComparedToken): number => Math.abs(token.now - token.kept);
  return pairs
    .map(([before, after]) => ({
      token: after,
      text: texts[after] ?? '',
      kept: kept.losses[before] ?? Number.NaN,
      now: now.losses[after] ?? Number.NaN,
    }))
    .filter((token) => size(token) > 0)
    .sort((one, other) => size(other) - size(one) || one.token - other.token)
    .slice(0, MOST_CHANGES);
}

function figuresOf(
  kept: RunSnapshot,
  now: RunSnapshot,
  pairs: readonly Pair[],
): readonly ComparedFigure[] {
  const [before, after] = [kept.figures, now.figures];
  const context = contextInWords(kept.run.context.kind, now.run.context.kind);
  const loss = (name: string, kept: number | null, now: number | null): ComparedFigure[] => [
    { name: `mean loss, ${name}`, unit: 'nats', kept, now },
    { name: `perplexity, ${name}`, unit: 'perplexity', kept: exp(kept), now: exp(now) },
  ];
  const meanOver = (losses: Float32Array, side: 0 | 1): number | null => {
    return orNull(meanOf(Float32Array.from(pairs, (pair) => losses[pair[side]] ?? Number.NaN)));
  };
  const partial = pairs.length < Math.max(before.tokens, after.tokens) && pairs.length > 0;
  const common = `oracle on the ${String(pairs.length)} tokens of the same text (${context})`;
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
    ...(partial ? loss(common, meanOver(kept.losses, 0), meanOver(now.losses, 1)) : []),
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
