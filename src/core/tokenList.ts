import type { TokensEvent } from './analysisEvent';
import type { Token } from './token';

/**
 * Consecutive tokens of a document. A long document has hundreds of thousands: they are kept as arrays of numbers, and an
 * object is made only for the one that is asked for.
 */
export class TokenList implements Iterable<Token> {
  constructor(
    /** Document index of the first. */
    private readonly firstIndex: number,
    private readonly ids: Int32Array,
    private readonly starts: Int32Array,
    private readonly ends: Int32Array,
  ) {}

  static readonly EMPTY = new TokenList(0, new Int32Array(), new Int32Array(), new Int32Array());

  get length(): number {
    return this.ids.length;
  }

  /** Like an array's: negative positions count from the end, and outside there is `undefined`. */
  at(position: number): Token | undefined {
    const id = this.ids.at(position);
    const start = this.starts.at(position);
    const end = this.ends.at(position);
    if (id === undefined || start === undefined || end === undefined) return undefined;
    const offset = position < 0 ? position + this.length : position;
    return { index: this.firstIndex + offset, id, start, end };
  }

  /** All of it, as arrays: views, not copies. */
  columns(): Pick<TokensEvent, 'firstIndex' | 'ids' | 'starts' | 'ends'> {
    const { firstIndex, ids, starts, ends } = this;
    return { firstIndex, ids, starts, ends };
  }

  /** Tokens [first, end) as a list of their own: a view, not a copy. */
  slice(first: number, end: number): TokenList {
    return new TokenList(
      this.firstIndex + first,
      this.ids.subarray(first, end),
      this.starts.subarray(first, end),
      this.ends.subarray(first, end),
    );
  }

  *[Symbol.iterator](): Generator<Token, undefined> {
    for (let position = 0; position < this.length; position++) {
      const token = this.at(position);
      if (token !== undefined) yield token;
    }
  }
}
