import assert from 'node:assert/strict';
import { main } from '../../../../scripts/checkGpu';
import { isTaken, section, type ProviderCheck } from '../../../../scripts/gpu/providerCheck';
import { value } from '../../../../scripts/bench/measurement';
import type { Trial } from '../../../../src/protocol/engineApi';

function trial(loss: number, millisecondsPerToken: number): Trial {
  const losses = Float32Array.of(loss);
  return { forward: losses, losses, routes: 1, millisecondsPerToken };
}

const CPU = trial(2, 10);
const RIGHT: ProviderCheck = {
  provider: 'cuda',
  attempt: { kind: 'ran', trial: trial(2, 0.5), leftToCpu: undefined },
  fromGolden: 2e-5,
  rates: [value('cuda', 'tokens/s', 2000, { reference: { name: 'the CPU', value: 100 } })],
};

describe('the check of a GPU', () => {
  it('takes what is right and faster, with its rates', () => {
    assert.ok(isTaken(RIGHT, CPU));
    const text = section(RIGHT, CPU);
    assert.match(text, /^## CUDA\n\nTaken\. In its trial it was 20\.0 times as fast as the CPU\./);
    assert.match(text, /up to 0\.000020 from PyTorch's golden values/);
    assert.match(text, /All its operators run on it\./);
    assert.match(text, /\| cuda +\| 2000 tokens\/s \|.*the CPU: 100 tokens\/s \| 20 \|/);
  });

  it('takes nothing that differs from the CPU or from PyTorch, or is slower', () => {
    const ran = (one: Trial, fromGolden = 0): ProviderCheck => ({
      ...RIGHT,
      attempt: {
        kind: 'ran',
        trial: one,
        leftToCpu: '1 of its 9 operators run on the CPU: 1 Split.',
      },
      fromGolden,
    });
    assert.ok(!isTaken(ran(trial(2, 0.5), 0.01), CPU));
    assert.ok(!isTaken(ran(trial(2.5, 0.5)), CPU));
    assert.ok(!isTaken(ran(trial(2, 20)), CPU));
    const text = section(ran(trial(2, 20)), CPU);
    assert.match(text, /Not taken\. It is slower than the CPU: 50\.0 tokens\/s instead of 100\./);
    assert.match(text, /1 of its 9 operators run on the CPU: 1 Split\./);
  });

  it('says why a provider does not run', () => {
    const reason = 'There is no NVIDIA driver: its library libcuda.so.1 is missing.';
    const broken: ProviderCheck = {
      ...{ provider: 'cuda', fromGolden: undefined, rates: [] },
      attempt: { kind: 'failed', reason },
    };
    assert.ok(!isTaken(broken, CPU));
    assert.equal(section(broken, CPU), `## CUDA\n\nNot taken. ${reason}`);
  });

  it('refuses options that it does not know', async () => {
    assert.equal(await main(['--provider', 'cpu']), 2);
    assert.equal(await main(['--all']), 2);
  });
});
