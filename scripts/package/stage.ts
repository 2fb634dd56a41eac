import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { globSync } from 'tinyglobby';
import { OUT, ROOT } from '../paths';
import { bundledPackages } from './bundledPackages';
import { thirdPartyNotices } from './notices';
import { standaloneReadme } from './readme';
import { INSTALL_SCRIPT, RUNTIME_FILES, runtimeFolder, type Target } from './targets';

/** Of no use to whoever installs the package. */
const DEVELOPMENT = ['scripts', 'devDependencies'];

/** Puts together in a folder of its own exactly what a target's package holds, from the built dist/. @returns the folder. */
export function stagePackage(target: Target): string {
  const folder = path.join(OUT, 'package', target);
  rmSync(folder, { recursive: true, force: true });
  const files = shippedFiles(target);
  for (const file of files) {
    if (path.basename(file) === 'package.json') {
      writeFileSync(placeOf(folder, file), shippedManifest(read(file), files));
    } else {
      copyFileSync(path.join(ROOT, file), placeOf(folder, file));
    }
  }
  if (target === INSTALL_SCRIPT.target) {
    const { built, shipped } = INSTALL_SCRIPT;
    copyFileSync(path.join(ROOT, built), placeOf(folder, shipped));
  }
  writeFileSync(path.join(folder, 'README.md'), standaloneReadme(read('README.md')));
  const notices = thirdPartyNotices(bundledPackages());
  writeFileSync(path.join(folder, 'THIRD_PARTY_NOTICES.txt'), notices);
  // Everything here is meant.
  writeFileSync(path.join(folder, '.vscodeignore'), '');
  return folder;
}

/** A file's path in the folder, where it can be written. */
function placeOf(folder: string, file: string): string {
  const place = path.join(folder, file);
  mkdirSync(path.dirname(place), { recursive: true });
  return place;
}

/** Files of the repository, relative to ROOT: what .vscodeignore allows, and the native files of the target. */
function shippedFiles(target: Target): string[] {
  const allowed = read('.vscodeignore')
    .split('\n')
    .filter((line) => line.startsWith('!'))
    .map((line) => line.slice(1));
  const runtime = RUNTIME_FILES[target].map((file) => `${runtimeFolder(target)}/${file}`);
  return [...globSync(allowed, { cwd: ROOT, expandDirectories: false }), ...runtime];
}

/** A package.json without what only developers need, and without dependencies that are not shipped: install scripts use them. */
function shippedManifest(text: string, files: readonly string[]): string {
  const { dependencies = {}, ...manifest } = JSON.parse(text) as {
    readonly dependencies?: Readonly<Record<string, string>>;
  };
  const shipped = Object.entries(dependencies).filter(([name]) =>
    files.includes(`node_modules/${name}/package.json`),
  );
  const rest = Object.entries(manifest).filter(([key]) => !DEVELOPMENT.includes(key));
  return JSON.stringify({ ...Object.fromEntries(rest), dependencies: Object.fromEntries(shipped) });
}

function read(file: string): string {
  return readFileSync(path.join(ROOT, file), 'utf8');
}
