import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { machine } from './bench/machine';
import { ensureBuild } from './ensure';
import { ROOT } from './paths';
import { headings, report, row } from './soak/report';
import { soak, type SoakOptions } from './soak/soak';

const REPORT = path.join(ROOT, 'media/soak.md');
const USAGE = 'Usage: npm run soak [-- --write]';

const OPTIONS: SoakOptions = {
  analyses: 200,
  interval: 20,
  seed: 200,
  bundles: [path.join(ROOT, 'models/duo-8l'), path.join(ROOT, 'test/fixtures/tiny-duo')],
  words: 40,
  killEvery: 5,
  killsUntil: 60,
};

/**
 * `npm run soak [-- --write]`: 200 analyses in one process, and what they leave behind. With `--write` it also goes to
 * media/soak.md.
 * @returns the exit code: 0 done, 2 wrong usage.
 */
export async function main(args: string[]): Promise<number> {
  const write = writes(args);
  if (write === undefined) {
    console.error(USAGE);
    return 2;
  }
  await ensureBuild();
  const began = new Date();
  console.log(headings().join('\t'));
  const soaked = await soak(OPTIONS, (reading) => {
    console.log(row(reading).join('\t'));
  });
  const text = report(soaked, OPTIONS, began, machine());
  console.log(`\n${text}`);
  if (write) {
    writeFileSync(REPORT, text);
    console.error(`Written to ${REPORT}.`);
  }
  return 0;
}

function writes(args: string[]): boolean | undefined {
  try {
    const options = { write: { type: 'boolean', default: false } } as const;
    return parseArgs({ args, options }).values.write;
  } catch {
    return undefined;
  }
}
