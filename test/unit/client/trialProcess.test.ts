import assert from 'node:assert/strict';
import path from 'node:path';
import { trialProcesses } from '../../../src/client/trialProcess';
import type { Provider } from '../../../src/protocol/engineApi';
import type { Attempt } from '../../../src/providers/attempt';

const entry = path.join(__dirname, 'fakeEngine.mjs');

/** What comes of trying a provider on the fake engine, which behaves badly in as many ways as there are providers. */
async function attempt(
  provider: Provider,
  signal = new AbortController().signal,
): Promise<Attempt> {
  return await trialProcesses({ entry, patienceMs: 5000 })('/bundle', provider, signal);
}

describe('a trial of a provider', () => {
  it('tells what it computed, how fast, and what it left to the CPU', async () => {
    const tried = await attempt('webgpu');
    assert.ok(tried.kind === 'ran');
    assert.deepEqual(tried.trial.losses, Float32Array.of(2, 2));
    assert.equal(tried.trial.millisecondsPerToken, 1);
    assert.equal(tried.leftToCpu, '1 of its 10 operators run on the CPU: 1 LogSoftmax.');
  });

  it('names what only standard error names', async () => {
    const tried = await attempt('cuda');
    assert.ok(tried.kind === 'failed');
    assert.match(tried.reason, /^Its library libcublasLt\.so\.13 is missing; .*\.$/);
  });

  it('survives a crash', async () => {
    const tried = await attempt('dml');
    assert.deepEqual(tried, { kind: 'failed', reason: 'Its process ended (signal SIGSEGV).' });
  });

  it('ends what hangs', async () => {
    const hanging = trialProcesses({ entry, patienceMs: 900 });
    const tried = await hanging('/bundle', 'coreml', new AbortController().signal);
    assert.deepEqual(tried, { kind: 'failed', reason: 'It did not answer within 1 seconds.' });
  });

  it('can be cancelled, before and while it runs', async () => {
    await assert.rejects(attempt('cpu', AbortSignal.abort()), { code: 'cancelled' });
    await assert.rejects(attempt('coreml', AbortSignal.timeout(300)), { code: 'cancelled' });
  });
});
