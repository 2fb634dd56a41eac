import { activation } from './activation';
import { blocks } from './blocks';
import { cancel } from './cancel';
import { decoding } from './decoding';
import { edits } from './edits';
import { longTexts } from './longTexts';
import type { Bench } from './measurement';
import { oracle } from './oracle';
import { packageSize } from './packageSize';
import { panel } from './panel';
import { products } from './products';
import { pytorch } from './pytorch';
import { repaint } from './repaint';
import { requery } from './requery';
import { start } from './start';
import { threads } from './threads';

/** By the name that `npm run bench -- NAME` takes; each is a file of this folder. */
export const BENCHES: Readonly<Record<string, Bench>> = {
  products,
  oracle,
  decoding,
  pytorch,
  blocks,
  threads,
  start,
  edits,
  cancel,
  longTexts,
  requery,
  repaint,
  panel,
  activation,
  packageSize,
};
