import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { chromium, type Browser } from 'playwright-core';
import { run } from '../../scripts/children';
import { ensureDownload } from '../../scripts/download';
import { CACHE } from '../../scripts/paths';

/**
 * Starts a headless Chromium that can reach nothing but this machine.
 * @throws Error with a sentence when there is none and none can be had.
 */
export async function launchBrowser(): Promise<Browser> {
  const files = installedBrowser() ?? (await ensureBrowser());
  try {
    return await launch(files);
  } catch (error) {
    // Now and then it crashes while it starts, and never twice in a row.
    console.error(`${(error as Error).message.split('\n')[0] ?? ''} Starting it again...`);
    return await launch(files);
  }
}

async function launch({ executable, env }: BrowserFiles): Promise<Browser> {
  return await chromium.launch({
    executablePath: executable,
    env: { ...process.env, ...env },
    // Ctrl-C is ours: our own handlers end the browser together with the server.
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
    args: [
      '--no-sandbox',
      '--disable-dev-shm-usage',
      '--disable-gpu',
      '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1, EXCLUDE localhost',
    ],
  });
}

interface BrowserFiles {
  readonly executable: string;
  readonly env: Readonly<Record<string, string>>;
}

const MAC_CHROME = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';

function installedBrowser(): BrowserFiles | undefined {
  const chosen = process.env['CHROMIUM'];
  if (chosen !== undefined && !existsSync(chosen)) {
    throw new Error(`CHROMIUM names ${chosen}, which does not exist.`);
  }
  const folders = (process.env['PATH'] ?? '').split(path.delimiter);
  const names = ['chromium', 'google-chrome', 'google-chrome-stable'];
  const usual = names.flatMap((name) => folders.map((folder) => path.join(folder, name)));
  const executable = chosen ?? [...usual, MAC_CHROME].find((file) => existsSync(file));
  return executable === undefined ? undefined : { executable, env: {} };
}

/** A Chromium from npm with its own libraries and fonts, made for machines that have none. */
async function ensureBrowser(): Promise<BrowserFiles> {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error(
      'No Chromium or Chrome found. Install one, or name it in the variable CHROMIUM.',
    );
  }
  const unpacked = await ensureChromium();
  return {
    executable: path.join(unpacked, 'chromium'),
    env: {
      LD_LIBRARY_PATH: path.join(unpacked, 'al2023/lib'),
      FONTCONFIG_PATH: path.join(unpacked, 'fonts'),
    },
  };
}

/** The folder of its executable and libraries, downloaded first if need be; for Linux on x64. */
export async function ensureChromium(): Promise<string> {
  const folder = path.join(CACHE, 'chromium', '147.0.2');
  await ensureDownload({
    name: 'Chromium 147',
    cost: 'npm package, about 75 MB to fetch, 300 MB on disk',
    folder,
    packages: ['@sparticuz/chromium@147.0.2', 'dejavu-fonts-ttf@2.37.3'],
    finish: unpack,
  });
  return path.join(folder, UNPACKED);
}

const UNPACKED = 'unpacked';

/**
 * The package keeps its files compressed and unpacks them below the temporary folder of the process that
 * imports it, so a process of its own does that, once. The variable makes it unpack its libraries as well.
 */
async function unpack(folder: string): Promise<void> {
  const target = path.join(folder, UNPACKED);
  mkdirSync(target);
  const script = "import('@sparticuz/chromium').then((module) => module.default.executablePath())";
  const code = await run(process.execPath, ['--eval', script], {
    cwd: folder,
    env: { ...process.env, TMPDIR: target, AWS_LAMBDA_JS_RUNTIME: 'nodejs20.x' },
  });
  if (code !== 0) throw new Error(`Chromium could not be unpacked into ${target}, see above.`);
  writeFileSync(path.join(target, 'fonts/fonts.conf'), FONTS);
}

/** The package's own configuration knows no fixed-width font, which an editor needs. */
const FONTS = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <dir prefix="relative">fonts</dir>
  <dir prefix="relative">../../node_modules/dejavu-fonts-ttf/ttf</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir prefix="xdg">fontconfig</cachedir>
  <alias><family>monospace</family><prefer><family>DejaVu Sans Mono</family></prefer></alias>
  <alias><family>sans-serif</family><prefer><family>DejaVu Sans</family></prefer></alias>
</fontconfig>
`;
