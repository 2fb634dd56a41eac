import { Failure } from '../core/failure';
import { analyzeCommand } from './analyzeCommand';
import { checkCommand } from './checkCommand';
import { mergeCommand } from './mergeCommand';
import { parseOptions } from './options';
import { writeStream } from './output';
import { sentence } from './sentence';
import type { Surroundings } from './surroundings';
import { USAGE } from './usage';

/** Runs the command line. Returns the exit status: 0 done, 1 failed, 2 wrong usage, 130 interrupted. */
export async function main(argv: readonly string[], around: Surroundings): Promise<number> {
  try {
    const options = parseOptions(argv);
    if (options === 'help') await writeStream(around.stdout, [USAGE]);
    else if (options.command === 'check') await checkCommand(options, around);
    else if (options.command === 'merge') await mergeCommand(options, around);
    else if (options.command === 'mcp') await around.serve(options);
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
