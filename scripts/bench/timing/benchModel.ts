import path from 'node:path';
import { seededDraw } from '../../../src/core/random';
import { Bundle } from '../../../src/engine/bundle';
import { KeyValues } from '../../../src/engine/keyValues';
import { ROOT } from '../../paths';

/** The bundle that the benchmark is about. */
export const BUNDLE = path.join(ROOT, 'models/duo-8l');

/** @throws Failure('bundle') */
export async function benchModel(): Promise<Bundle> {
  return await Bundle.read(BUNDLE);
}

/** Context of `columns` columns (one more than a multiple of 64) with made-up keys and values. */
export function madeUpContext({ manifest }: Bundle, columns: number): KeyValues {
  const draw = seededDraw(columns);
  const context = KeyValues.empty(manifest.dimensions, columns - 1);
  for (const data of [context.keys, context.values]) {
    for (let at = 0; at < data.length; at++) data[at] = draw(2001) / 1000 - 1;
  }
  return context;
}

/** Token ids of a window that fills `columns` columns. */
export function madeUpIds({ manifest }: Bundle, columns: number): Int32Array {
  const draw = seededDraw(columns);
  return Int32Array.from({ length: columns }, () => draw(manifest.vocabulary));
}
