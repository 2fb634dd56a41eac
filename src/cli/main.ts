import { Failure } from '../core/failure';
import { analyzeCommand } from './analyzeCommand';
import { mergeCommand } from './mergeCommand';
import { parseOptions } from './options';
import { writeStream } from './output';
import type { Surroundings } from './surroundings';
import { USAGE } from './usage';

/** Runs the command line. Returns the exit status: 0 done, 1 failed, 2 wrong usage, 130 interrupted. */
export async function main(argv: readonly string[], around: Surroundings): Promise<number> {
  try {
    const options = parseOptions(argv);
    if (options === 'help') await writeStream(around.stdout, [USAGE]);
    else if (options.command === 'merge') await mergeCommand(options, around);
    else await analyzeCommand(options, around);
    return 0;
  } catch (error) {
    around.stderr.write(`duo-llm: ${sentence(error)}\n`);
    return error instanceof Failure ? statusOf(error) : 1;
  }
}

function statusOf({ code }: Failure): number {
  if (code === 'request') return 2;
  return code === 'cancelled' ? 130 : 1;
}

function sentence(error: unknown): string {
  if (error instanceof Failure) return error.message;
  return `Something unforeseen went wrong: ${error instanceof Error ? error.message : String(error)}`;
}
