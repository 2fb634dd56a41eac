import type { MeasuredSet } from './measuredSet';

/** [tokens] which of `count` equal parts of its document a token lies in, from 0. */
export function partsOf(
  { documents, tokens }: Pick<MeasuredSet, 'documents' | 'tokens'>,
  count: number,
): Uint8Array {
  const parts = new Uint8Array(tokens);
  for (const { first, end } of documents) {
    for (let token = first; token < end; token++) {
      parts[token] = Math.floor((count * (token - first)) / (end - first));
    }
  }
  return parts;
}
