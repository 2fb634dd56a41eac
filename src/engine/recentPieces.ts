/** Characters that are remembered: some megabytes of text. */
const MOST_CHARACTERS = 2 ** 22;

/** The token ids of the pieces of text that were seen last: most of an edited text is the same as before. */
export class RecentPieces {
  /** In the order of their last use. */
  private readonly pieces = new Map<string, Int32Array>();
  private characters = 0;

  constructor(private readonly most = MOST_CHARACTERS) {}

  of(piece: string): Int32Array | undefined {
    const ids = this.pieces.get(piece);
    if (ids === undefined) return undefined;
    this.pieces.delete(piece);
    this.pieces.set(piece, ids);
    return ids;
  }

  /** Returns what is to be remembered; what was not used for longest is forgotten. */
  remember(piece: string, ids: Int32Array): Int32Array {
    // A copy: a slice would keep the whole text alive that it was cut from.
    this.pieces.set(Buffer.from(piece, 'utf16le').toString('utf16le'), ids);
    this.characters += piece.length;
    for (const [oldest] of this.pieces) {
      if (this.characters <= this.most || oldest === piece) break;
      this.pieces.delete(oldest);
      this.characters -= oldest.length;
    }
    return ids;
  }
}
