import path from 'node:path';
import { parseArgs } from 'node:util';
import { CALLER, OUT, ROOT } from '../paths';

export interface Options {
  /** A minute's worth of the sample. */
  readonly quick: boolean;
  /** Folder of the bundle that the report is about. */
  readonly model: string;
  /** Folder that the report replaces. */
  readonly out: string;
  /** Folders of bundles whose opinion about the same tokens is compared: another seed, an earlier state. */
  readonly others: readonly string[];
}

export const USAGE =
  'Usage: npm run reproduce [-- [--quick] [--model DIR] [--out DIR] [--other DIR]...]';

/** Throws TypeError when the arguments are no such options. */
export function parseOptions(args: string[]): Options {
  const { values } = parseArgs({
    args,
    options: {
      quick: { type: 'boolean', default: false },
      model: { type: 'string' },
      out: { type: 'string' },
      other: { type: 'string', multiple: true, default: [] },
    },
  });
  const folder = (name: string): string => path.resolve(CALLER, name);
  const model =
    values.model === undefined ? path.join(ROOT, 'models/duo-8l') : folder(values.model);
  // A quick run says too little to take the place of a full one.
  const usual = values.quick ? path.join(OUT, 'reproduce-quick') : path.join(model, 'report');
  return {
    quick: values.quick,
    model,
    out: values.out === undefined ? usual : folder(values.out),
    others: values.other.map(folder),
  };
}
