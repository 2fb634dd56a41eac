import type { Analysis } from '../core/analysis';
import { levelOf } from '../core/colourScale';
import type { PaintedToken, Span } from './colourRuns';
import { analysedSpans, placeNow, type Freshness } from './freshness';
import { quantityValues, type Colouring } from './quantityValues';
import { tokensIn } from '../core/tokenSpans';

/** The tokens in a span of the current text, where they are now, in document order. */
export function paintedTokens(
  analysis: Analysis,
  freshness: Freshness,
  span: Span,
  colouring: Colouring,
): PaintedToken[] {
  return analysedSpans(freshness, span).flatMap((analysed) =>
    tokensOf(analysis, freshness, analysed, colouring),
  );
}

function tokensOf(
  analysis: Analysis,
  freshness: Freshness,
  { start, end }: Span,
  colouring: Colouring,
): PaintedToken[] {
  const range = tokensIn(analysis.tokens, start, end);
  const part = analysis.slice(range.first, range.end);
  const { starts, ends } = part.tokens.columns();
  const values = quantityValues(part, colouring);
  const painted: PaintedToken[] = [];
  // A screen holds thousands of tokens, and they are painted many times a second.
  for (let at = 0; at < part.tokens.length; at++) {
    const token = { start: starts[at] ?? 0, end: ends[at] ?? 0 };
    const level = part.table.isKnown(at) ? levelOf(colouring.quantity, values[at]) : undefined;
    const last = painted.at(-1);
    if (token.start === token.end && last !== undefined) {
      // It continues the character of the token before it, which is coloured by the hardest of them.
      painted[painted.length - 1] = { ...last, level: harder(last.level, level) };
      continue;
    }
    const place = placeNow(freshness, token);
    if (place === undefined) continue;
    painted.push({ start: place.start, end: place.end, fresh: place.fresh, level });
  }
  return painted;
}

function harder(one: number | undefined, other: number | undefined): number | undefined {
  return one === undefined || other === undefined ? (one ?? other) : Math.max(one, other);
}
