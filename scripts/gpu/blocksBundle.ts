import path from 'node:path';
import { temporaryFolder } from '../../test/host/temporaryFolder';
import { run } from '../children';
import { installedPython } from '../ensure';
import { ROOT } from '../paths';

const MODULE = 'duo_training.export.regraph';

/**
 * Folder of a bundle's copy with further blocks for GPUs, which is gone when this program ends. `undefined`: the training
 * package, which makes the graphs, is not installed here. @throws Error when that fails.
 */
export async function bundleWithBlocks(
  bundle: string,
  positions: readonly number[],
): Promise<string | undefined> {
  const python = installedPython();
  if (python === undefined) return undefined;
  const folder = path.join(temporaryFolder('blocks'), path.basename(bundle));
  const args = [
    ...['-m', MODULE, '--bundle', bundle, '--out', folder],
    ...['--modules', 'small,big', '--gpu-positions', positions.join()],
  ];
  const cwd = path.join(ROOT, 'models/training');
  const code = await run(python, args, { cwd, output: 'stderr' });
  if (code === 0) return folder;
  throw new Error(`${MODULE} failed (exit code ${String(code)}), see above.`);
}
