import { atOnce, type Steps } from './steps';
import type { Window } from './windows';

/**
 * Names of what tokens' results depend on: two tokens of equal key and check have the same results. 85 bits: what is
 * remembered of a million tokens is mistaken for another's once in 10^19 questions.
 */
export interface ContextKeys {
  /** [tokens] whole numbers of 53 bits. */
  readonly keys: Float64Array;
  /** [tokens] further 32 bits. */
  readonly checks: Uint32Array;
}

/**
 * The keys of the tokens that `windows` score, in their order. A key is made of `run`, which says what was asked of which
 * model, and of all tokens that the token's window shows up to and including it: the model reads from left to right, so
 * nothing else counts. `ids` are the document's.
 */
export function contextKeys(ids: Int32Array, windows: readonly Window[], run: string): ContextKeys {
  return atOnce(contextKeysInSteps(ids, windows, run));
}

export function* contextKeysInSteps(
  ids: Int32Array,
  windows: readonly Window[],
  run: string,
): Steps<ContextKeys> {
  const first = windows[0]?.scoreFrom ?? 0;
  const tokens = (windows.at(-1)?.end ?? first) - first;
  const [keys, checks] = [new Float64Array(tokens), new Uint32Array(tokens)];
  const asked = new Digest();
  for (let at = 0; at < run.length; at++) asked.add(run.charCodeAt(at));
  for (const { start, end, scoreFrom } of windows) {
    yield;
    const digest = asked.copy();
    for (let token = start; token < end; token++) {
      digest.add(ids[token] ?? -1);
      if (token < scoreFrom) continue;
      keys[token - first] = digest.key;
      checks[token - first] = digest.check;
    }
  }
  return { keys, checks };
}

/** Three hashes of a growing sequence of whole numbers, each begun and multiplied otherwise. */
class Digest {
  constructor(
    private one = 0x243f6a88,
    private two = 0x85a308d3,
    private three = 0x13198a2e,
  ) {}

  copy(): Digest {
    return new Digest(this.one, this.two, this.three);
  }

  add(value: number): void {
    this.one = mixed(this.one, value, 0x9e3779b1);
    this.two = mixed(this.two, value, 0x85ebca6b);
    this.three = mixed(this.three, value, 0xc2b2ae35);
  }

  get key(): number {
    return (finished(this.one) >>> 0) * 2 ** 21 + (finished(this.two) >>> 11);
  }

  get check(): number {
    return finished(this.three) >>> 0;
  }
}

function mixed(hash: number, value: number, factor: number): number {
  const step = Math.imul(hash ^ value, factor);
  return ((step ^ (step >>> 15)) + Math.imul(value, 0x27d4eb2f)) | 0;
}

/** So that all bits depend on all of the last value. */
function finished(hash: number): number {
  const once = Math.imul(hash ^ (hash >>> 16), 0x7feb352d);
  const twice = Math.imul(once ^ (once >>> 15), 0x846ca68b);
  return twice ^ (twice >>> 16);
}
