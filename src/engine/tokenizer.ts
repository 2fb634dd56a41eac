import { readFile } from 'node:fs/promises';
import { Tokenizer as HuggingFaceTokenizer } from '@huggingface/tokenizers';
import { Failure } from '../core/failure';
import { tokenOffsets } from '../core/offsets';
import type { TokenizedText } from '../protocol/engineApi';
import { byteOfCharacter, displayBytes } from './byteCharacters';
import { checkpoint } from './checkpoint';
import { RecentPieces } from './recentPieces';
import { textPieces } from './textPieces';

export interface EncodedText {
  readonly ids: Int32Array;
  /** [tokens] length of each token in UTF-8 bytes. */
  readonly byteLengths: Int32Array;
}

/** They take some ten milliseconds. */
const CHARACTERS_PER_STEP = 16_384;

/** What an id stands for that the vocabulary does not have. */
const NO_BYTES = new Uint8Array();

/** The part of a `tokenizer.json` that is read here; the library checks the rest. */
interface TokenizerJson {
  readonly added_tokens: readonly { readonly id: number; readonly content: string }[];
  readonly pre_tokenizer: { readonly type: string; readonly use_regex?: boolean } | null;
}

/** A byte-level BPE tokenizer, the text cut into words by GPT-2's pattern: each character of a token string stands for one byte. */
export class Tokenizer {
  /** [vocabulary] the bytes that each id stands for. */
  private readonly bytes: readonly Uint8Array[];
  private readonly tokenizer: HuggingFaceTokenizer;
  private readonly recent = new RecentPieces();

  private constructor(json: TokenizerJson, vocabularySize: number) {
    // `textPieces`, and what an edit leaves fresh, rely on where words begin.
    if (json.pre_tokenizer?.type !== 'ByteLevel' || json.pre_tokenizer.use_regex === false) {
      throw new Error('its pre_tokenizer is not ByteLevel with use_regex');
    }
    // Without its added tokens, text that spells one out, such as "<|bos|>", is text like any other.
    this.tokenizer = new HuggingFaceTokenizer(
      { ...json, added_tokens: [], post_processor: null },
      {},
    );
    const added = new Map(json.added_tokens.map(({ id, content }) => [id, content]));
    this.bytes = Array.from({ length: vocabularySize }, (_, id) => {
      const content = added.get(id);
      return content === undefined
        ? Uint8Array.from(this.tokenizer.id_to_token(id) ?? '', byteOfCharacter)
        : new TextEncoder().encode(content);
    });
  }

  /** Reads a Hugging Face `tokenizer.json`. Throws Failure('bundle'). */
  static async read(file: string, vocabularySize: number): Promise<Tokenizer> {
    try {
      return new Tokenizer(
        JSON.parse(await readFile(file, 'utf8')) as TokenizerJson,
        vocabularySize,
      );
    } catch (cause) {
      const message = cause instanceof Error ? cause.message : String(cause);
      throw new Failure(
        'bundle',
        `The tokenizer ${file} cannot be used: ${message}. Select another model.`,
        {
          cause,
        },
      );
    }
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
    for (const piece of textPieces(text)) {
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

  /** The token ids of a text whose bytes they are. */
  private encodePiece(text: string): Int32Array {
    const { ids } = this.tokenizer.encode(text, { add_special_tokens: false });
    const expected = new TextEncoder().encode(text);
    let at = 0;
    for (const id of ids) {
      const bytes = this.bytesOf(id);
      if (!bytes.every((byte, offset) => byte === expected[at + offset])) throw mismatch();
      at += bytes.length;
    }
    if (at !== expected.length) throw mismatch();
    return Int32Array.from(ids);
  }

  private bytesOf(id: number): Uint8Array {
    return this.bytes[id] ?? NO_BYTES;
  }

  /** [vocabulary] what each id stands for, to be shown. */
  display(): string[] {
    return this.bytes.map(displayBytes);
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
