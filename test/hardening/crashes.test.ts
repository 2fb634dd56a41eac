import assert from 'node:assert/strict';
import { enginesOf } from '../host/processes';
import { engineClient, failure, request } from '../engine/support';
import { drain, LONG } from './analyses';
import { preload } from './preloaded/preload';
import { until } from '../host/until';

describe('an engine in which something fails that should not', () => {
  for (const [what, script, cause] of [
    ['a thread that runs a graph', 'failingThread', 'a thread failed'],
    ['a rejected promise that nobody handles', 'strayRejection', 'a stray rejection'],
  ] as const) {
    it(`ends with it: ${what}`, async () => {
      const client = engineClient(preload(script));
      try {
        const work = drain(client, request(LONG.repeat(20)));
        await assert.rejects(
          work,
          failure('crashed', new RegExp(`^The engine process ended \\(.*: Error: ${cause}\\. Run`)),
        );
        await until(() => enginesOf(process.pid).length === 0);
      } finally {
        client.dispose();
      }
    });
  }
});
