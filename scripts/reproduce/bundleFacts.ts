import { readFileSync } from 'node:fs';
import path from 'node:path';

/** What a bundle's `duo.json` says of its training, as far as a report needs it. */
export interface BundleFacts {
  /** `training.metrics`; `undefined`: it has none. */
  readonly metrics: unknown;
  readonly trainedTokens: number | null;
  readonly seed: number | null;
  /** SHA-256 of every file that decides what the engine computes: all but the model card. */
  readonly content: string;
}

export function readFacts(bundle: string): BundleFacts {
  const file = readFileSync(path.join(bundle, 'duo.json'), 'utf8');
  const { training, files } = JSON.parse(file) as {
    files: readonly { path: string; sha256: string }[];
    training?: {
      metrics?: unknown;
      stage1?: { tokens?: number; seed?: number; command?: string };
    };
  };
  const stage1 = training?.stage1;
  const seed = stage1?.seed ?? /--seed[ =](\d+)/.exec(stage1?.command ?? '')?.[1];
  return {
    metrics: training?.metrics,
    trainedTokens: stage1?.tokens ?? null,
    seed: seed === undefined ? null : Number(seed),
    content: files
      .filter((each) => each.path !== 'MODEL_CARD.md')
      .map((each) => each.sha256)
      .join(),
  };
}
