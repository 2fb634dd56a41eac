import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { BENCHES } from './bench/benches';
import { machine } from './bench/machine';
import type { Measurement } from './bench/measurement';
import { report } from './bench/report';
import { textTable } from './bench/table';
import { ensureBuild } from './ensure';
import { ROOT } from './paths';

const REPORT = path.join(ROOT, 'media/benchmarks.md');

/**
 * `npm run bench [-- NAME... | --write]`: all measurements, or the named ones, as JSON lines and at the end as a table.
 * With `--write` all of them also go to media/benchmarks.md.
 * @returns the exit code: 0 done, 2 wrong usage. A missed target is a result, not a failure.
 */
export async function main(args: string[]): Promise<number> {
  const asked = parse(args);
  if (typeof asked === 'string') {
    console.error(asked);
    return 2;
  }
  await ensureBuild();
  const began = new Date();
  const results: Measurement[] = [];
  for (const [name, bench] of Object.entries(BENCHES)) {
    if (asked.names.length > 0 && !asked.names.includes(name)) continue;
    for await (const result of bench()) {
      console.log(JSON.stringify(result));
      results.push(result);
    }
  }
  console.log(`\n${textTable(results)}`);
  if (asked.write) {
    writeFileSync(REPORT, report(results, began, machine()));
    console.error(`Written to ${REPORT}.`);
  }
  return 0;
}

/** What is asked for, or the sentence that says why it cannot be done. */
function parse(args: string[]): { names: string[]; write: boolean } | string {
  const known = Object.keys(BENCHES).join(', ');
  const usage = `Usage: npm run bench [-- NAME... | --write], with NAME one of ${known}.`;
  try {
    const options = { write: { type: 'boolean', default: false } } as const;
    const { positionals, values } = parseArgs({ args, options, allowPositionals: true });
    const unknown = positionals.filter((name) => !Object.hasOwn(BENCHES, name));
    if (unknown.length > 0) return `There is no measurement ${unknown.join(', ')}. ${usage}`;
    if (values.write && positionals.length > 0)
      return `Only all measurements are written. ${usage}`;
    return { names: positionals, write: values.write };
  } catch {
    return usage;
  }
}
