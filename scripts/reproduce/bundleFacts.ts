import { readFileSync } from 'node:fs';
import path from 'node:path';

/** What a bundle's `duo.json` says of its training, as far as a report needs it. */
export interface BundleFacts {
  /** `training.metrics`; `undefined`: it has none. */
  readonly metrics: unknown;
  readonly trainedTokens: number | null;
  readonly seed: number | null;
}

export function readFacts(bundle: string): BundleFacts {
  const file = readFileSync(path.join(bundle, 'duo.json'), 'utf8');
  const { training } = JSON.parse(file) as {
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
  };
}
