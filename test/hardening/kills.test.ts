import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { enginesOf } from '../host/processes';
import type { EngineClient } from '../../src/client/engineClient';
import { Failure } from '../../src/core/failure';
import { anyLayers } from '../../src/core/oracle';
import { seededDraw } from '../../src/core/random';
import { engineClient, failure, request, routeRequest } from '../engine/support';
import { assertRight, drain, learnRightLosses, LONG } from './analyses';
import { until } from '../host/until';

const KILLS = 12;
/** From the start of the process to the middle of what it computes. */
const LATEST_MS = 600;

const draw = seededDraw(36);
const never = new AbortController().signal;
const constraint = { budget: 1, atMost: false, layers: anyLayers(3) };

/** Everything that an engine is asked for. */
const WORK: readonly ((client: EngineClient) => Promise<unknown>)[] = [
  (client) => drain(client, request(LONG)),
  (client) => drain(client, request(LONG, { modules: ['skip', 'small', 'big'] })),
  (client) => drain(client, request(LONG, { context: { kind: 'self', constraint } })),
  (client) => client.tokenize({ ...request(LONG.repeat(50)) }, never),
  async (client) => {
    for await (const event of client.route(routeRequest(LONG.repeat(20)), never)) assert.ok(event);
  },
];

describe('an engine that is killed at any moment', () => {
  const client = engineClient();

  before(async () => {
    await learnRightLosses(client);
  });

  after(() => {
    client.dispose();
  });

  it('fails what it was doing with the reason, and the next one is right', async () => {
    let struck = 0;
    for (let kill = 0; kill < KILLS; kill++) {
      // Half of the time a new process, half of the time one that has everything loaded.
      const before = client.pid;
      if (draw(2) === 0 && before !== undefined) {
        process.kill(before, 'SIGKILL');
        await until(() => client.pid === undefined);
      }
      const work = WORK[kill % WORK.length] ?? assert.fail();
      const outcome = work(client).then(
        () => undefined,
        (error: unknown) => error,
      );
      const pid = await until(() => client.pid);
      await sleep(draw(LATEST_MS));
      process.kill(pid, 'SIGKILL');
      const error = await outcome;
      // What is asked before this process knows of the end fails with it.
      await until(() => client.pid !== pid);
      if (error !== undefined) {
        struck++;
        failure(
          'crashed',
          /^The engine process ended \(signal SIGKILL\).*Run the command again/,
        )(error);
      }
      await assertRight(client);
      await until(() => enginesOf(process.pid).join() === String(client.pid));
    }
    assert.ok(struck > KILLS / 2, `Only ${String(struck)} of them hit something.`);
  });

  it('fails every request that waits only when it is its turn', async () => {
    const first = drain(client, request(LONG)).catch((error: unknown) => error);
    const pid = await until(() => client.pid);
    const waiting = assertRight(client);
    process.kill(pid, 'SIGKILL');
    assert.ok((await first) instanceof Failure);
    await waiting;
  });
});
