import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from '../paths';
import type { SetName } from './sample';

/** `models/training/comparison.json`: see models/training/duo_training/comparison.py. */
export interface Comparison {
  readonly tokens: number;
  readonly windows: number;
  readonly variants: readonly Variant[];
  readonly differences: readonly Difference[];
}

type Kind = 'duo' | 'dense' | 'frozen';

interface Variant {
  readonly name: string;
  readonly kind: Kind;
  readonly points: readonly Point[];
}

interface Point extends BySet {
  readonly bigShare: number;
  readonly flops: number;
}

/** Another model minus the duo. */
interface Difference extends BySet {
  readonly name: string;
  readonly bigShare: number;
}

type BySet = Readonly<Record<SetName, Losses>>;

interface Losses {
  readonly nats: number;
  readonly bitsPerByte: number;
  readonly standardError: { readonly nats: number; readonly bitsPerByte: number };
}

/** `undefined` when it was not made. */
export function readComparison(
  file = path.join(ROOT, 'models/training/comparison.json'),
): Comparison | undefined {
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Comparison) : undefined;
}
