import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { run } from '../children';
import { installedPython } from '../ensure';
import { ROOT } from '../paths';

const MODULE = 'duo_training.export.blocks';

/** A bundle's copy with larger blocks, in a temporary folder. */
export interface BlocksBundle {
  readonly folder: string;
  readonly remove: () => void;
}

/** `undefined`: the training package, which makes the graphs, is not installed here. @throws Error when that fails. */
export async function bundleWithBlocks(
  bundle: string,
  positions: readonly number[],
): Promise<BlocksBundle | undefined> {
  const python = installedPython();
  if (python === undefined) return undefined;
  const parent = mkdtempSync(path.join(tmpdir(), 'duo-blocks-'));
  const remove = (): void => {
    rmSync(parent, { recursive: true, force: true });
  };
  const folder = path.join(parent, path.basename(bundle));
  const args = [
    ...['-m', MODULE, '--bundle', bundle, '--modules', 'small,big'],
    ...['--positions', positions.join(), '--out', folder],
  ];
  const cwd = path.join(ROOT, 'models/training');
  const code = await run(python, args, { cwd, output: 'stderr' });
  if (code === 0) return { folder, remove };
  remove();
  throw new Error(`${MODULE} failed (exit code ${String(code)}), see above.`);
}
