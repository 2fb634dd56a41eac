import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { trialProcesses } from '../../src/client/trialProcess';
import type { Provider } from '../../src/protocol/engineApi';
import type { Attempt } from '../../src/providers/attempt';
import { objection, TOLERANCE } from '../../src/providers/verdict';
import { DUO, ENGINE, ROOT, TINY } from './support';

const DEEP = path.join(ROOT, 'test', 'fixtures', 'deep-duo');

describe('trials of execution providers', () => {
  let home: string;

  beforeEach(() => {
    home = mkdtempSync(path.join(tmpdir(), 'home-'));
  });

  afterEach(() => {
    rmSync(home, { recursive: true });
  });

  async function attempt(bundle: string, provider: Provider): Promise<Attempt> {
    // No graphics driver, whatever this machine has.
    const env = { HOME: home, VK_ICD_FILENAMES: '/none', VK_DRIVER_FILES: '/none' };
    return await trialProcesses({ entry: ENGINE, env })(
      bundle,
      provider,
      new AbortController().signal,
    );
  }

  for (const [name, bundle, routes] of [
    ['tiny-duo', TINY, 8],
    ['deep-duo', DEEP, 4096],
    ['duo-8l', DUO, 256],
  ] as const) {
    it(`of the CPU on ${name} gives losses and a time, and the same losses again`, async () => {
      const [one, other] = [await attempt(bundle, 'cpu'), await attempt(bundle, 'cpu')];
      assert.ok(one.kind === 'ran' && other.kind === 'ran');
      assert.equal(one.trial.routes, routes);
      assert.ok(one.trial.losses.length > 0 && one.trial.losses.length % routes === 0);
      assert.ok(one.trial.losses.every((loss) => loss > 0));
      assert.ok(one.trial.forward.slice(0, -1).every((loss) => loss > 0));
      assert.ok(one.trial.millisecondsPerToken > 0);
      const fast = { ...other.trial, millisecondsPerToken: 0 };
      assert.equal(objection(fast, one.trial), undefined);
      const wrong = { ...fast, losses: fast.losses.map((loss) => loss + 2 * TOLERANCE) };
      assert.match(objection(wrong, one.trial) ?? '', /^It computes wrong losses/);
    });
  }

  // Elsewhere a test cannot take the graphics driver away.
  if (process.platform === 'linux') {
    it('of WebGPU without a graphics driver say that', async () => {
      const tried = await attempt(TINY, 'webgpu');
      assert.ok(tried.kind === 'failed');
      assert.match(
        tried.reason,
        /^(?:No graphics driver here offers what WebGPU needs|Its library libvulkan\.so\.1 is missing; install it)\.$/,
      );
    });
  }

  it('of what onnxruntime does not have here say that', async () => {
    const foreign = process.platform === 'darwin' ? 'dml' : 'coreml';
    const tried = await attempt(TINY, foreign);
    assert.ok(tried.kind === 'failed');
    assert.match(tried.reason, /^onnxruntime has no .* on this platform\.$/);
  });

  it('of a bundle that is none name it', async () => {
    const tried = await attempt(home, 'cpu');
    assert.ok(tried.kind === 'failed');
    assert.match(tried.reason, /No model can be opened in/);
  });

  it('leave nothing under the home folder', async () => {
    await attempt(TINY, 'cpu');
    assert.deepEqual(readdirSync(home), []);
  });
});
