/** A token of a document. Its losses are those of *predicting it* from everything before it. */
export interface Token {
  /** Position in the document's tokens, from 0. */
  readonly index: number;
  /** Vocabulary id. */
  readonly id: number;
  /** UTF-16 offset of its first code unit in the document. */
  readonly start: number;
  /**
   * UTF-16 offset after its last code unit. The slices of all tokens, joined, are the document; a token that only
   * continues a character begun by an earlier one is empty (`start === end`).
   */
  readonly end: number;
}
