/** A token among those that share its character. */
export interface CharacterPart {
  /** First token of the character. */
  readonly first: number;
  /** How many tokens share it; 1: the token has its characters for itself. */
  readonly of: number;
}

/** A character may be cut into several tokens: the first owns its text, the others are empty and follow. */
export function characterPart(starts: Int32Array, ends: Int32Array, token: number): CharacterPart {
  const isEmpty = (at: number): boolean => at < starts.length && starts[at] === ends[at];
  let first = token;
  while (first > 0 && isEmpty(first)) first--;
  let end = first + 1;
  while (isEmpty(end)) end++;
  return { first, of: end - first };
}
