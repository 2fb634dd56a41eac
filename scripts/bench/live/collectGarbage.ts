import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** What it took to translate TypeScript is nothing that the extension would leave behind. */
export function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc()');
}
