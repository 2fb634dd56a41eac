import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from '../paths';

export const SET_NAMES = ['prose', 'code'] as const;
export type SetName = (typeof SET_NAMES)[number];

/** A held-out text: no model here was trained on it. */
export interface SampleDocument {
  readonly name: string;
  readonly text: string;
}

export type Sample = Readonly<Record<SetName, readonly SampleDocument[]>>;

/** How much of the sample is measured. */
export interface Extent {
  readonly name: 'full' | 'quick';
  /** Of each set, from its beginning. */
  readonly documents: number;
  /** Of each document, from its beginning; more than one window of the model never is. */
  readonly tokens: number;
  /** The part in *self* context, which runs position by position and once for every budget. */
  readonly self: { readonly documents: number; readonly tokens: number; readonly budgets: number };
}

export const FULL: Extent = {
  name: 'full',
  documents: Infinity,
  tokens: Infinity,
  self: { documents: 8, tokens: 160, budgets: Infinity },
};

export const QUICK: Extent = {
  name: 'quick',
  documents: 4,
  tokens: 96,
  self: { documents: 1, tokens: 32, budgets: 3 },
};

/** The sample that the repository holds, and the SHA-256 of its files one after the other. */
export function readSample(folder = path.join(ROOT, 'models/heldout')): {
  sample: Sample;
  sha256: string;
} {
  const hash = createHash('sha256');
  const [prose, code] = SET_NAMES.map((name) => {
    const file = readFileSync(path.join(folder, `${name}.jsonl`));
    hash.update(file);
    const lines = file.toString('utf8').trimEnd().split('\n');
    return lines.map((line) => JSON.parse(line) as SampleDocument);
  });
  return { sample: { prose: prose ?? [], code: code ?? [] }, sha256: hash.digest('hex') };
}

/**
 * Budgets whose oracle runs in *self* context: all at which it has a choice, or a few spread over them. With no layer or all
 * layers big, its run is that of the fixed route.
 */
export function selfBudgets({ self }: Extent, layers: number): number[] {
  const all = Array.from({ length: layers - 1 }, (_, at) => at + 1);
  if (self.budgets >= all.length) return all;
  const few = Array.from({ length: self.budgets }, (_, at) =>
    Math.round(((at + 1) * layers) / (self.budgets + 1)),
  );
  return [...new Set(few)];
}
