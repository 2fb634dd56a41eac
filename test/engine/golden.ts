import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { ModuleList } from '../../src/core/module';

/** What the training package computed with PyTorch from whole forward passes. */
export interface Golden {
  readonly bundle: string;
  readonly texts: readonly GoldenText[];
}

export interface GoldenText {
  readonly text: string;
  /** BOS first. */
  readonly ids: readonly number[];
  readonly routerRuns: readonly {
    readonly router: number;
    readonly routes: readonly (readonly number[])[];
    readonly losses: readonly number[];
  }[];
  readonly tables: readonly {
    readonly modules: ModuleList;
    readonly position: number;
    readonly routes: readonly number[];
    readonly losses: readonly number[];
    /** Further next tokens; [labels, routes] their losses. */
    readonly labels: readonly number[];
    readonly labelLosses: readonly (readonly number[])[];
  }[];
  readonly selfContext: readonly {
    readonly modules: ModuleList;
    readonly budget: number;
    readonly routes: readonly number[];
    readonly losses: readonly number[];
  }[];
}

export const GOLDEN_FOLDER = path.join(__dirname, '..', 'fixtures', 'golden');

/** `name`: of a file in test/fixtures/golden. */
export function readGolden(name: string): Golden {
  return JSON.parse(readFileSync(path.join(GOLDEN_FOLDER, name), 'utf8')) as Golden;
}
