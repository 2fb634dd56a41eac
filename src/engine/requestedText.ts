import type { TokensEvent } from '../core/analysisEvent';
import { tokenOffsets } from '../core/offsets';
import { planWindows, type Window } from '../core/windows';
import type { TextRequest } from '../protocol/engineApi';
import type { CallContext } from '../protocol/rpcServer';
import type { LoadedModel } from './loadedModel';
import { selectedTokens } from '../core/selection';

/** The text of a request as its model reads it. */
export interface RequestedText {
  /** [tokens] of the whole document. */
  readonly ids: Int32Array;
  /** The tokens that are asked for: [from, to). */
  readonly from: number;
  readonly to: number;
  /** That score one of them. */
  readonly windows: readonly Window[];
}

/** Tokenises the text of a request and reports the tokens that are asked for. Throws Failure: 'text', or 'cancelled'. */
export async function requestedText(
  { tokenizer, bundle }: LoadedModel,
  { text, selection }: TextRequest,
  { emit, signal }: CallContext<TokensEvent>,
): Promise<RequestedText> {
  const { ids, byteLengths } = await tokenizer.encode(text, signal);
  const offsets = tokenOffsets(text, byteLengths);
  const { from, to } = selectedTokens(offsets, selection);
  const windows = planWindows(ids, bundle.manifest.context, from, to);
  emit({
    kind: 'tokens',
    firstIndex: from,
    ids: ids.slice(from, to),
    starts: offsets.starts.slice(from, to),
    ends: offsets.ends.slice(from, to),
    windows,
  });
  return { ids, from, to, windows };
}
