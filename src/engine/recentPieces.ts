import type { EncodedText } from './tokenizer';

/** Characters that are remembered: some megabytes of text. */
const MOST_CHARACTERS = 2 ** 22;

/** The tokens of the pieces of text that were seen last: most of an edited text is the same as before. */
export class RecentPieces {
  /** In the order of their last use. */
  private readonly pieces = new Map<string, EncodedText>();
  private characters = 0;

  constructor(private readonly most = MOST_CHARACTERS) {}

  of(piece: string): EncodedText | undefined {
    const encoded = this.pieces.get(piece);
    if (encoded === undefined) return undefined;
    this.pieces.delete(piece);
    this.pieces.set(piece, encoded);
    return encoded;
  }

  /** Returns what is to be remembered; what was not used for longest is forgotten. */
  remember(piece: string, encoded: EncodedText): EncodedText {
    // A copy: a slice would keep the whole text alive that it was cut from.
    this.pieces.set(Buffer.from(piece, 'utf16le').toString('utf16le'), encoded);
    this.characters += piece.length;
    for (const [oldest] of this.pieces) {
      if (this.characters <= this.most || oldest === piece) break;
      this.pieces.delete(oldest);
      this.characters -= oldest.length;
    }
    return encoded;
  }
}
