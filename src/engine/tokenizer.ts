import { Tokenizer as HuggingFaceTokenizer } from '@huggingface/tokenizers';
import { Failure } from '../core/failure';
import { tokenOffsets } from '../core/offsets';
import type { TokenizedText } from '../protocol/engineApi';
import { AWKWARD_TEXTS } from './awkwardTexts';
import { byteOfCharacter, displayBytes } from './byteCharacters';
import { checkpoint } from './checkpoint';
import { RecentPieces } from './recentPieces';
import { textPieces } from './textPieces';
import { forLibrary, isMerged, parseTokenizerJson, type TokenizerJson } from './tokenizerFormat';
import { wordCuts, type WordCuts } from './wordCuts';

export interface EncodedText {
  readonly ids: Int32Array;
  /** [tokens] length of each token in UTF-8 bytes. */
  readonly byteLengths: Int32Array;
}

/** They take some ten milliseconds. */
const CHARACTERS_PER_STEP = 16_384;

/** What an id stands for that the vocabulary does not have. */
const NO_BYTES = new Uint8Array();

/** A byte-level BPE tokenizer: each character of a token string stands for one byte. */
export class Tokenizer {
  /** [vocabulary] the bytes that each id stands for. */
  private readonly bytes: readonly Uint8Array[];
  private readonly tokenizer: HuggingFaceTokenizer;
  private readonly cuts: WordCuts | undefined;
  private readonly recent = new RecentPieces();

  private constructor(json: TokenizerJson, vocabularySize: number) {
    this.cuts = wordCuts(json.pre_tokenizer);
    this.tokenizer = ofLibrary(json);
    const added = new Map(json.added_tokens.map(({ id, content }) => [id, content]));
    this.bytes = Array.from({ length: vocabularySize }, (_, id) => {
      const content = added.get(id);
      return content === undefined
        ? Uint8Array.from(this.tokenizer.id_to_token(id) ?? '', byteOfCharacter)
        : new TextEncoder().encode(content);
    });
  }

  /** Reads the bytes of a `tokenizer.json`. Throws an Error with the problem, in words that follow `it`. */
  static parse(bytes: Uint8Array, vocabularySize: number, bos: number): Tokenizer {
    const json = parseTokenizerJson(bytes, vocabularySize);
    const tokenizer = new Tokenizer(json, vocabularySize);
    if (isMerged(json, bos) || tokenizer.reads(bos)) {
      throw new Error(`lets a text lead to the token ${bos}, which is BOS`);
    }
    return tokenizer;
  }

  /** What of texts it does not give back byte for byte, if anything. */
  changes(): string | undefined {
    return [...AWKWARD_TEXTS].find(([, text]) => this.idsOf(text) === undefined)?.[0];
  }

  /** Whether a text that spells a token is read as it. */
  private reads(id: number): boolean {
    const text = new TextDecoder().decode(this.bytesOf(id));
    return this.idsOf(text)?.includes(id) === true;
  }

  /** Any string with the places of its tokens. Throws as `encode` does. */
  async tokenize(text: string, signal: AbortSignal): Promise<TokenizedText> {
    const { ids, byteLengths } = await this.encode(text, signal);
    return { ids, ...tokenOffsets(text, byteLengths) };
  }

  /**
   * Any string, also empty; lone surrogates are read as U+FFFD. Throws Failure('text') unless the tokens are exactly the
   * text, 'cancelled' between two parts of a long one.
   */
  async encode(text: string, signal: AbortSignal): Promise<EncodedText> {
    const pieces: Int32Array[] = [];
    let sincePause = CHARACTERS_PER_STEP;
    for (const piece of textPieces(text, this.cuts)) {
      let ids = this.recent.of(piece);
      if (ids === undefined) {
        if (sincePause >= CHARACTERS_PER_STEP) {
          await checkpoint(signal);
          sincePause = 0;
        }
        ids = this.recent.remember(piece, this.encodePiece(piece));
        sincePause += piece.length;
      }
      pieces.push(ids);
    }
    const ids = joined(pieces);
    return { ids, byteLengths: ids.map((id) => this.bytesOf(id).length) };
  }

  /** Throws Failure('text'). */
  private encodePiece(text: string): Int32Array {
    const ids = this.idsOf(text);
    if (ids === undefined) throw mismatch();
    return ids;
  }

  /** The token ids of a text; `undefined` unless their bytes are those of the text. */
  private idsOf(text: string): Int32Array | undefined {
    const { ids } = this.tokenizer.encode(text, { add_special_tokens: false });
    const expected = new TextEncoder().encode(text);
    let at = 0;
    for (const id of ids) {
      const bytes = this.bytesOf(id);
      if (!bytes.every((byte, offset) => byte === expected[at + offset])) return undefined;
      at += bytes.length;
    }
    return at === expected.length ? Int32Array.from(ids) : undefined;
  }

  private bytesOf(id: number): Uint8Array {
    return this.bytes[id] ?? NO_BYTES;
  }

  /** [vocabulary] what each id stands for, to be shown. */
  display(): string[] {
    return this.bytes.map(displayBytes);
  }
}

function ofLibrary(json: TokenizerJson): HuggingFaceTokenizer {
  const known = { ...json, pre_tokenizer: forLibrary(json.pre_tokenizer) };
  try {
    // Without its added tokens, text that spells one out, such as "<|bos|>", is text like any other.
    return new HuggingFaceTokenizer({ ...known, added_tokens: [], post_processor: null }, {});
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`is not understood (${message})`, { cause });
  }
}

function joined(parts: readonly Int32Array[]): Int32Array {
  const whole = new Int32Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function mismatch(): Failure {
  return new Failure(
    'text',
    'The model’s tokenizer does not reproduce this text; only byte-level tokenizers without normaliser and prefix space can be used. Select another model.',
  );
}
