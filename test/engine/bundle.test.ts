import assert from 'node:assert/strict';
import { appendFileSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Analysis } from '../../src/core/analysis';
import type { EngineClient } from '../../src/client/engineClient';
import type { OpenedModel } from '../../src/protocol/engineApi';
import { analyze, engineClient, failure, request, TINY } from './support';

describe('bundles', () => {
  let client: EngineClient;
  let folder: string;
  let bundle: string;

  beforeEach(() => {
    client = engineClient();
    folder = mkdtempSync(path.join(tmpdir(), 'duo-'));
    bundle = path.join(folder, 'copy');
    cpSync(TINY, bundle, { recursive: true });
  });

  afterEach(() => {
    client.dispose();
    rmSync(folder, { recursive: true });
  });

  async function open(at = bundle): Promise<OpenedModel> {
    return client.open({ bundle: at, provider: 'cpu' });
  }

  /** Changes duo.json by replacing text in it. */
  function edit(from: string | RegExp, to: string): void {
    const file = path.join(bundle, 'duo.json');
    const before = readFileSync(file, 'utf8');
    const after = before.replace(from, to);
    assert.notEqual(after, before);
    writeFileSync(file, after);
  }

  it('open with what duo.json says', async () => {
    const { model, provider } = await open();
    assert.equal(model.name, 'tiny-duo');
    assert.equal(model.contextLength, 32);
    assert.match(model.sha256, /^[0-9a-f]{64}$/);
    assert.deepEqual(model.moduleLists, [
      ['small', 'big'],
      ['skip', 'big'],
      ['skip', 'small', 'big'],
    ]);
    assert.equal(provider.provider, 'cpu');
    assert.ok(provider.threads >= 1);
    assert.deepEqual(provider.rejected, []);
  });

  it('are refused when a byte of a file is wrong', async () => {
    const weights = path.join(bundle, 'weights.bin');
    const bytes = readFileSync(weights);
    bytes[1000] = (bytes[1000] ?? 0) ^ 1;
    writeFileSync(weights, bytes);
    await assert.rejects(
      open(),
      failure('bundle', /weights\.bin has SHA-256 [0-9a-f]{64} instead of /),
    );
  });

  it('are refused when a file has another length', async () => {
    appendFileSync(path.join(bundle, 'tokenizer.json'), '\n');
    await assert.rejects(open(), failure('bundle', /tokenizer\.json has \d+ bytes instead of \d+/));
  });

  it('are refused when a file is missing', async () => {
    rmSync(path.join(bundle, 'forward.onnx'));
    await assert.rejects(
      open(),
      failure('bundle', /forward\.onnx cannot be read \(there is no such file\)/),
    );
  });

  it('are refused when duo.json is missing, no JSON, or of another format', async () => {
    await assert.rejects(
      open(folder),
      failure('bundle', /No model can be opened in .*Select a folder/),
    );
    edit('{', '');
    await assert.rejects(open(), failure('bundle', /duo\.json is not JSON/));
    edit(/^/, '{');
    edit('"format": 1', '"format": 2');
    await assert.rejects(open(), failure('bundle', /format 2/));
  });

  it('are read again when duo.json has changed', async () => {
    const before = await open();
    edit('"name": "tiny-duo"', '"name": "renamed"');
    const after = await open();
    assert.equal(after.model.name, 'renamed');
    assert.notEqual(after.model.sha256, before.model.sha256);
  });

  it('can be changed for another in the same engine', async () => {
    const first = await analyze(client, request('one and the same'));
    const pid = client.pid;
    const second = await analyze(client, request('one and the same', { bundle }));
    assert.equal(client.pid, pid);
    const rows = ({ table }: Analysis): Float32Array => table.rows(0, table.tokens);
    assert.deepEqual(rows(second), rows(first));
  });

  it('leave the engine usable after a failure', async () => {
    await assert.rejects(open(folder), failure('bundle'));
    assert.equal((await open()).model.name, 'tiny-duo');
  });
});

describe('requests that a bundle cannot serve', () => {
  const client = engineClient();

  after(() => {
    client.dispose();
  });

  it('name the module lists and routers that it has', async () => {
    const lists = /no graph for the modules big,small .* it has small,big and skip,big and/;
    await assert.rejects(
      analyze(client, request('text', { modules: ['big', 'small'] })),
      failure('request', lists),
    );
    await assert.rejects(
      analyze(client, request('text', { router: 'none' })),
      failure('request', /no router "none"; it has tiny-two, tiny-three/),
    );
  });

  it('say when no route satisfies a constraint', async () => {
    const constraint = { budget: 3, atMost: false, layers: ['small', 'auto', 'auto'] } as const;
    await assert.rejects(
      analyze(client, request('text', { context: { kind: 'self', constraint } })),
      failure('request', /No route satisfies/),
    );
  });
});
