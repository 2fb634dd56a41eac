import path from 'node:path';
import { parseArgs } from 'node:util';
import { run } from './children';
import { ensureBuild, ensurePython, pythonVariables } from './ensure';
import { CACHE, MINIATURE, ROOT } from './paths';
import { main as reproduce } from './reproduce';

const USAGE = 'Usage: npm run miniature [-- --minutes N]   (5 unless said)';

/**
 * `npm run miniature`: the whole pipeline on a small scale, from a slice of the corpus to the report.
 * @returns the exit code: 0 done, 1 a step failed, 2 wrong usage.
 */
export async function main(args: string[]): Promise<number> {
  const minutes = minutesOf(args);
  if (minutes === undefined) {
    console.error(USAGE);
    return 2;
  }
  const python = await ensurePython();
  await ensureBuild();
  const code = await run(
    python,
    [
      ...['-m', 'duo_training.miniature', '--minutes', String(minutes)],
      ...['--work', MINIATURE.work, '--out', MINIATURE.bundle],
      ...['--cache', path.join(CACHE, 'corpus')],
    ],
    { cwd: path.join(ROOT, 'models/training'), env: pythonVariables(), output: 'stderr' },
  );
  if (code !== 0) {
    console.error(`The training ended with exit code ${code}, see above.`);
    return 1;
  }
  return await reproduce(['--quick', '--model', MINIATURE.bundle, '--out', MINIATURE.report]);
}

function minutesOf(args: string[]): number | undefined {
  try {
    const options = { minutes: { type: 'string', default: '5' } } as const;
    const minutes = Number(parseArgs({ args, options }).values.minutes);
    return minutes > 0 ? minutes : undefined;
  } catch {
    return undefined;
  }
}
