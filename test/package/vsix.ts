import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { unzipSync, type UnzipFileInfo } from 'fflate';

/** The files of a VSIX, with their compressed and their own sizes in bytes. */
export function filesOf(vsix: string): UnzipFileInfo[] {
  const files: UnzipFileInfo[] = [];
  unzipSync(readFileSync(vsix), {
    filter: (file) => {
      files.push(file);
      return false;
    },
  });
  return files;
}

/** The text of a file in a VSIX. @throws Error when it holds no such file. */
export function textIn(vsix: string, name: string): string {
  const found = unzipSync(readFileSync(vsix), { filter: (file) => file.name === name })[name];
  if (found === undefined) throw new Error(`${vsix} holds no ${name}.`);
  return new TextDecoder().decode(found);
}

/** Unpacks a VSIX, as VS Code does when it installs it. */
export function unpack(vsix: string, folder: string): void {
  for (const [name, bytes] of Object.entries(unzipSync(readFileSync(vsix)))) {
    const file = path.join(folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, bytes);
  }
}
