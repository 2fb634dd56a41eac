import { existsSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { checkInBrowser } from '../test/host/check';
import { openInBrowser } from '../test/host/openInBrowser';
import { desktopVscode, openInDesktop } from '../test/host/desktop';
import { ensureBuild } from './ensure';
import { CALLER, ROOT } from './paths';

const USAGE = `Usage: npm start [-- [--browser | --check] FILE]
  Opens VS Code with this extension on FILE (or a sample) and analyses it.
  --browser  in the browser, even when VS Code is installed
  --check    in a browser without a screen; ends once annotated tokens are visible there`;

/** `npm start`. @returns the exit code: 0 done, 1 failed, 2 wrong usage. */
export async function main(args: string[]): Promise<number> {
  const options = readOptions(args);
  if (options === undefined) {
    console.error(USAGE);
    return 2;
  }
  const file = path.resolve(CALLER, options.file ?? path.join(ROOT, 'media/sample.md'));
  if (!existsSync(file)) {
    console.error(`There is no file ${file}. Give the path of a text file that exists.`);
    return 2;
  }
  await ensureBuild();
  if (options.check) return await checkInBrowser(file);
  const desktop = options.browser ? undefined : desktopVscode();
  return desktop === undefined ? await openInBrowser(file) : await openInDesktop(desktop, file);
}

interface StartOptions {
  readonly file: string | undefined;
  readonly browser: boolean;
  readonly check: boolean;
}

function readOptions(args: string[]): StartOptions | undefined {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: { browser: { type: 'boolean' }, check: { type: 'boolean' } },
    });
    if (positionals.length > 1) return undefined;
    const { browser = false, check = false } = values;
    return { file: positionals[0], browser, check };
  } catch {
    return undefined;
  }
}
