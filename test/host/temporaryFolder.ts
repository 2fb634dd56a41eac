import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const folders = new Set<string>();

process.once('exit', () => {
  for (const folder of folders) {
    try {
      removeFolder(folder);
    } catch {
      // Something is still being written there. That must not keep the others.
    }
  }
});

/** Makes an empty folder that is gone when this program ends, or before, by `removeFolder`. */
export function temporaryFolder(name: string): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), `duo-llm-${name}-`));
  folders.add(folder);
  return folder;
}

export function removeFolder(folder: string): void {
  folders.delete(folder);
  // A program that was just killed may still be writing into it, hence the retries.
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
}
