import assert from 'node:assert/strict';
import { Failure } from '../../../src/core/failure';
import type { Provider, Trial } from '../../../src/protocol/engineApi';
import type { Attempt } from '../../../src/providers/attempt';
import { ChoicesInMemory } from '../../../src/providers/choiceStore';
import { ProviderChooser } from '../../../src/providers/chooser';
import type { Machine } from '../../../src/providers/machine';
import { temporaryFolder } from '../../host/temporaryFolder';
import { installCudaFiles, installVulkan, machineIn } from './machines';

const never = new AbortController().signal;

function ran(loss: number, millisecondsPerToken: number, leftToCpu?: string): Attempt {
  const losses = Float32Array.of(loss);
  const trial: Trial = { forward: losses, losses, routes: 1, millisecondsPerToken };
  return { kind: 'ran', trial, leftToCpu };
}

const failed: Attempt = { kind: 'failed', reason: 'It is broken.' };

describe('ProviderChooser', () => {
  let folder: string;
  let machine: Machine;
  let store: ChoicesInMemory;
  let tried: Provider[];

  beforeEach(() => {
    folder = temporaryFolder('providers');
    machine = machineIn(folder);
    installCudaFiles(machine);
    installVulkan(machine);
    store = new ChoicesInMemory();
    tried = [];
  });

  function chooser(attempts: Partial<Record<Provider, Attempt>>, on = machine): ProviderChooser {
    return new ProviderChooser(on, store, (_, provider, signal) => {
      tried.push(provider);
      if (signal.aborted) return Promise.reject(new Failure('cancelled', 'Cancelled.'));
      return Promise.resolve(attempts[provider] ?? failed);
    });
  }

  it('takes what is forced, without a trial', async () => {
    const choice = await chooser({}).now(folder, 'cuda');
    assert.deepEqual(choice, { provider: 'cuda', rejected: [], untried: false });
    assert.deepEqual(tried, []);
  });

  it('is on the CPU until trials were made, and says so', async () => {
    const { provider, untried, rejected } = await chooser({}).now(folder, 'auto');
    assert.deepEqual([provider, untried], ['cpu', true]);
    assert.deepEqual(
      rejected.map(({ provider: other }) => other),
      ['cuda', 'webgpu'],
    );
    assert.ok(rejected.every(({ reason }) => reason.endsWith(' yet.')));
  });

  it('takes the first that is right and faster, tries no other, and remembers it', async () => {
    const attempts = {
      cuda: ran(1, 1, '2 of its 9 operators run on the CPU: 2 Shape.'),
      cpu: ran(1, 10),
    };
    const choice = await chooser(attempts).find(folder, never);
    assert.deepEqual(choice, {
      provider: 'cuda',
      rejected: [],
      note: 'It is 10 times as fast as the CPU. 2 of its 9 operators run on the CPU: 2 Shape.',
    });
    assert.deepEqual(tried, ['cuda', 'cpu']);
    assert.deepEqual(await chooser({}).now(folder, 'auto'), { ...choice, untried: false });
  });

  it('says why each other one was not taken', async () => {
    const attempts = { cuda: ran(1.5, 1), webgpu: ran(1, 20), cpu: ran(1, 10) };
    const { provider, rejected } = await chooser(attempts).find(folder, never);
    assert.equal(provider, 'cpu');
    assert.deepEqual(
      rejected.map(({ reason }) => reason),
      [
        'It computes wrong losses: they differ by up to 0.50 nats from those of the CPU.',
        'It is slower than the CPU: 50.0 tokens/s instead of 100.',
      ],
    );
    assert.deepEqual(tried, ['cuda', 'cpu', 'webgpu']);
  });

  it('does not even run the CPU when nothing else runs', async () => {
    const { rejected } = await chooser({}).find(folder, never);
    assert.deepEqual(
      rejected.map(({ reason }) => reason),
      ['It is broken.', 'It is broken.'],
    );
    assert.deepEqual(tried, ['cuda', 'webgpu']);
  });

  it('starts nothing where nothing can work', async () => {
    const bare = machineIn(folder, { platform: 'linux', arch: 'arm64' });
    const choice = await chooser({}, bare).now(folder, 'auto');
    assert.deepEqual(choice, { provider: 'cpu', rejected: [], untried: false });
    assert.deepEqual(await chooser({}, bare).find(folder, never), {
      provider: 'cpu',
      rejected: [],
    });
    assert.deepEqual(tried, []);
    assert.deepEqual(await store.read(), {});
  });

  it('tries again on another machine, driver, runtime or library path', async () => {
    await chooser({ cuda: ran(1, 1), cpu: ran(1, 10) }).find(folder, never);
    const others: Partial<Machine>[] = [
      { name: 'other' },
      { driver: '590.1' },
      { runtimeVersion: '1.2.4' },
      { libraryPath: `${machine.libraryPath}:/opt` },
    ];
    installCudaFiles(machine);
    for (const other of others) {
      const { untried } = await chooser({}, { ...machine, ...other }).now(folder, 'auto');
      assert.ok(untried, JSON.stringify(other));
    }
  });

  it('remembers nothing that was cancelled', async () => {
    await assert.rejects(chooser({}).find(folder, AbortSignal.abort()), { code: 'cancelled' });
    assert.deepEqual(await store.read(), {});
  });

  it('forgets when it is told to, and what is damaged', async () => {
    await chooser({ cuda: ran(1, 1), cpu: ran(1, 10) }).find(folder, never);
    const [key = ''] = Object.keys(await store.read());
    for (const damaged of [
      null,
      'cuda',
      {},
      { provider: 'auto', rejected: [] },
      { provider: 'cuda' },
    ]) {
      await store.write({ [key]: damaged });
      assert.ok((await chooser({}).now(folder, 'auto')).untried, JSON.stringify(damaged));
    }
    await chooser({}).forget();
    assert.deepEqual(await store.read(), {});
  });
});
