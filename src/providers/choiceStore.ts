import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { isRecord } from './choice';

/** Where choices outlive the process. */
export interface ChoiceStore {
  /** By key; whatever was kept, or damaged. */
  read(): Promise<Readonly<Record<string, unknown>>>;
  write(choices: Readonly<Record<string, unknown>>): Promise<void>;
}

export class ChoicesInMemory implements ChoiceStore {
  private choices: Readonly<Record<string, unknown>> = {};

  read(): Promise<Readonly<Record<string, unknown>>> {
    return Promise.resolve(this.choices);
  }

  write(choices: Readonly<Record<string, unknown>>): Promise<void> {
    this.choices = choices;
    return Promise.resolve();
  }
}

/** Choices in a small JSON file. One that cannot be read or written is as good as none: the providers are tried again. */
export class ChoiceFile implements ChoiceStore {
  constructor(private readonly file: string) {}

  async read(): Promise<Readonly<Record<string, unknown>>> {
    try {
      const kept: unknown = JSON.parse(await readFile(this.file, 'utf8'));
      return isRecord(kept) ? kept : {};
    } catch {
      return {};
    }
  }

  async write(choices: Readonly<Record<string, unknown>>): Promise<void> {
    try {
      await mkdir(path.dirname(this.file), { recursive: true });
      // Whole or not at all, whoever else writes it.
      const fresh = `${this.file}.${String(process.pid)}`;
      await writeFile(fresh, `${JSON.stringify(choices, undefined, 2)}\n`);
      await rename(fresh, this.file);
    } catch {
      // Nothing is lost but time.
    }
  }
}

/** The command line's file in the user's cache folder. */
export function choiceFile(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): string {
  const cache = env['XDG_CACHE_HOME'];
  const home = env['HOME'] ?? env['USERPROFILE'] ?? homedir();
  const folders: Partial<Record<NodeJS.Platform, string>> = {
    win32: env['LOCALAPPDATA'] ?? path.join(home, 'AppData', 'Local'),
    darwin: path.join(home, 'Library', 'Caches'),
  };
  const folder = folders[platform] ?? (isGiven(cache) ? cache : path.join(home, '.cache'));
  return path.join(folder, 'duo-llm', 'providers.json');
}

function isGiven(folder: string | undefined): folder is string {
  return folder !== undefined && folder !== '';
}
