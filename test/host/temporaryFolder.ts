import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** Makes an empty folder that is gone when this program ends, or before, by `removeFolder`. */
export function temporaryFolder(name: string): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), `duo-llm-${name}-`));
  process.once('exit', () => {
    removeFolder(folder);
  });
  return folder;
}

export function removeFolder(folder: string): void {
  // A program that was just killed may still be writing into it, hence the retries.
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
}
