import assert from 'node:assert/strict';
import path from 'node:path';
import { ChoosingClient } from '../../../src/client/choosingClient';
import { trialProcesses } from '../../../src/client/trialProcess';
import type { AnalyzeRequest, Provider } from '../../../src/protocol/engineApi';
import { ChoicesInMemory } from '../../../src/providers/choiceStore';
import { ProviderChooser } from '../../../src/providers/chooser';
import { temporaryFolder } from '../../host/temporaryFolder';
import { installCudaFiles, installVulkan, machineIn } from '../providers/machines';

const entry = path.join(__dirname, 'fakeEngine.mjs');
const bundle = 'cpuOnly';

/** The fake engine lacks a library for CUDA, is fast with WebGPU in trials, and opens on the CPU alone. */
describe('ChoosingClient', () => {
  let chooser: ProviderChooser;
  let clients: ChoosingClient[];
  /** What trials found that somebody waited for. */
  let tried: Provider[];

  beforeEach(() => {
    const machine = machineIn(temporaryFolder('providers'));
    installCudaFiles(machine);
    installVulkan(machine);
    chooser = new ProviderChooser(machine, new ChoicesInMemory(), trialProcesses({ entry }));
    clients = [];
    tried = [];
  });

  afterEach(() => {
    for (const client of clients) client.dispose();
  });

  function client(triesFirst: boolean): ChoosingClient {
    const made = new ChoosingClient({
      ...{ entry, chooser, triesFirst },
      onTried: ({ provider }) => tried.push(provider),
      log: () => undefined,
    });
    clients.push(made);
    return made;
  }

  it('opens on the CPU at once, and says that there is something to try', async () => {
    const choosing = client(false);
    const { provider } = await choosing.open({ bundle, provider: 'auto' });
    assert.equal(provider.provider, 'cpu');
    assert.equal(choosing.untried, bundle);
    await choosing.open({ bundle, provider: 'cpu' });
    assert.equal(choosing.untried, undefined);
  });

  it('goes back to the CPU when what was found does not work any more', async () => {
    const choosing = client(true);
    for (const expected of [['cuda', 'webgpu'], ['webgpu']]) {
      const { provider } = await choosing.open({ bundle, provider: 'auto' });
      assert.equal(provider.provider, 'cpu');
      assert.deepEqual(
        provider.rejected.map((rejection) => rejection.provider),
        expected,
      );
      assert.match(provider.rejected.at(-1)?.reason ?? '', /^Its library libcublasLt\.so\.13 is /);
    }
    assert.deepEqual(tried, ['webgpu']);
  });

  it('opens on what trials found, and on the CPU again once that has failed in an analysis', async () => {
    const choosing = client(true);
    const asked = { bundle: 'anywhere', provider: 'auto' } as const;
    const { provider } = await choosing.open(asked);
    assert.equal(provider.provider, 'webgpu');
    assert.match(provider.note ?? '', /^It is 10 times as fast as the CPU\. 1 of its 10 operators/);
    const request = { ...asked, provider: provider.provider, text: 'crash' } as AnalyzeRequest;
    const events = choosing.analyze(request, new AbortController().signal);
    await events.next();
    await assert.rejects(events.next(), { code: 'crashed' });
    const { provider: then } = await choosing.open(asked);
    assert.equal(then.provider, 'cpu');
    const reason = 'Its process ended (signal SIGKILL).';
    assert.deepEqual(then.rejected, [{ provider: 'webgpu', reason }]);
  });

  it('explains why a forced provider does not work', async () => {
    await assert.rejects(client(false).open({ bundle, provider: 'cuda' }), {
      code: 'provider',
      message:
        'The model cannot be run on CUDA. Its library libcublasLt.so.13 is missing; install it, or name its folder in the setting duoLLM.cuda.libraryPath. Choose another provider in the settings, such as auto or cpu.',
    });
  });
});
