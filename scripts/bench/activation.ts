import path from 'node:path';
import { run } from '../children';
import { ROOT } from '../paths';
import { sampled, type Measurement } from './measurement';
import { median } from './statistics';
import { inWorker } from './worker';

const SAMPLES = 7;
const TARGET = { atMost: 20 };

/** From loading the extension as it is shipped to the end of its `activate`, in fresh processes with a stand-in for VS Code. */
export async function* activation(): AsyncGenerator<Measurement> {
  const build = await run(process.execPath, ['esbuild.mjs', '--production'], { output: 'stderr' });
  if (build !== 0) throw new Error('The build failed, see above.');
  const job = { file: path.join(ROOT, 'dist/extension.js'), folder: ROOT };
  const loads: number[] = [];
  const both: number[] = [];
  for (let at = 0; at < SAMPLES; at++) {
    const { load, activate } = await inWorker<{ load: number; activate: number }>(
      'activationWorker.mjs',
      job,
    );
    loads.push(load);
    both.push(load + activate);
  }
  yield sampled('extension loaded and activated', 'ms', both, {
    reference: { name: 'of which loaded', value: median(loads) },
    target: TARGET,
    note: 'with a stand-in for VS Code',
  });
}
