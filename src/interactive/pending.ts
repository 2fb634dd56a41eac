import type { TokenRange } from '../core/tokenSpans';
import type { Window } from '../core/windows';

/** Positions that an oracle graph takes at once, at most: a piece ends between two such blocks. */
const BLOCK = 8;
/** Of what nobody looks at, so much at a time: others wait for the engine. */
const MOST_UNSEEN = 8 * BLOCK;

/** Something to compute next: tokens [first, end) of the document, all of one window. */
export interface Piece extends TokenRange {
  readonly window: Window;
}

/** What is not known yet of a text, and what of it is to be found out first. Tokens are counted in the document. */
export class Pending {
  constructor(
    private readonly windows: readonly Window[],
    private readonly isKnown: (token: number) => boolean,
  ) {}

  /**
   * What is looked at comes first, in the order of `looked`, then the windows that are nearest to it, each to its end.
   * `undefined`: nothing is left.
   */
  next(looked: readonly TokenRange[]): Piece | undefined {
    return this.firstOf(looked) ?? this.nearestTo(looked[0]?.first ?? 0);
  }

  /** The first of what is looked at and not known. */
  firstOf(looked: readonly TokenRange[]): Piece | undefined {
    for (const { first, end } of looked) {
      for (const window of this.windows) {
        const piece = this.inside(window, first, end);
        if (piece !== undefined) return piece;
      }
    }
    return undefined;
  }

  private nearestTo(token: number): Piece | undefined {
    let nearest: Piece | undefined;
    let least = Infinity;
    for (const window of this.windows) {
      const distance = Math.max(window.scoreFrom - token, token - window.end, 0);
      if (distance >= least) continue;
      const piece = this.inside(window, window.scoreFrom, window.end);
      if (piece !== undefined) [nearest, least] = [piece, distance];
    }
    return nearest && { ...nearest, end: Math.min(nearest.end, nearest.first + MOST_UNSEEN) };
  }

  /** The first stretch of unknown tokens of [from, to) that the window scores. */
  private inside(window: Window, from: number, to: number): Piece | undefined {
    const end = Math.min(to, window.end);
    let first = Math.max(from, window.scoreFrom);
    while (first < end && this.isKnown(first)) first++;
    if (first >= end) return undefined;
    let last = first + 1;
    while (last < end && !this.isKnown(last)) last++;
    return { window, first, end: Math.min(window.end, blockEnd(window, last)) };
  }
}

/** The end of the block that the token before `token` lies in. */
function blockEnd({ start }: Window, token: number): number {
  return start + BLOCK * Math.ceil((token - start) / BLOCK);
}
