import { CLIP } from './bounds';
import { clipped } from './clipped';
import { amount, number } from './factsText';
import type { LineSum } from './ranking';
import { rounded } from './rounded';

/** A line by the tokens that begin in it. */
export interface HardLine {
  readonly line: number;
  /** Clipped. */
  readonly text: string;
  readonly tokens: number;
  /** Of the quantity. */
  readonly sum: number | null;
  readonly mean: number | null;
}

export function hardLine({ line, tokens, sum }: LineSum, text: string): HardLine {
  return {
    line,
    text: clipped(text, CLIP.line),
    tokens,
    sum: rounded(sum),
    mean: rounded(sum / tokens),
  };
}

export function lineInWords({ line, text, tokens, sum, mean }: HardLine): string {
  return `- ${String(line)}: sum ${number(sum)}, mean ${number(mean)} over ${amount(tokens, 'token')}: "${text}"`;
}
