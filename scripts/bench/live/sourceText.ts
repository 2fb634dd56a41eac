import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from '../../paths';

/** Real code, the project's own, in the same order everywhere: `lines` lines of it. */
export function sourceLines(lines: number): string[] {
  const all: string[] = [];
  for (const file of sourceFiles()) {
    if (all.length >= lines) break;
    all.push(...readFileSync(file, 'utf8').split('\n'));
  }
  return all.slice(0, lines);
}

/** The same until it has so many UTF-16 units; from its beginning again where it is too short. */
export function sourceText(length: number): string {
  const text = sourceFiles()
    .map((file) => readFileSync(file, 'utf8'))
    .join('\n');
  return text.repeat(Math.ceil(length / text.length)).slice(0, length);
}

function sourceFiles(): string[] {
  return ['src', 'webview', 'scripts', 'test'].flatMap((folder) => {
    const root = path.join(ROOT, folder);
    const names = readdirSync(root, { recursive: true, encoding: 'utf8' });
    return names
      .filter((name) => name.endsWith('.ts'))
      .sort()
      .map((name) => path.join(root, name));
  });
}
