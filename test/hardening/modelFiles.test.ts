import assert from 'node:assert/strict';
import {
  closeSync,
  cpSync,
  mkdtempSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Failure } from '../../src/core/failure';
import { engineClient, failure, request, TINY } from '../engine/support';
import { assertRight, drain, learnRightLosses, LONG } from './analyses';

interface Mishap {
  readonly what: string;
  readonly happen: (bundle: string) => void;
  /** Of the refusal to open it again. */
  readonly reason: RegExp;
}

/** Some blocks of it are computed before, some after what happens. */
const TEXT = LONG.slice(0, 3000);

/** Changes a byte where it lies, as a bad disk or a copy over it does. */
function flip(file: string, at: number): void {
  const byte = readFileSync(file)[at] ?? 0;
  const descriptor = openSync(file, 'r+');
  writeSync(descriptor, Uint8Array.of(byte ^ 1), 0, 1, at);
  closeSync(descriptor);
}

const MISHAPS: readonly Mishap[] = [
  {
    what: 'weights are cut short',
    happen: (bundle) => {
      truncateSync(path.join(bundle, 'weights.bin'), 1000);
    },
    reason: /weights\.bin has 1000 bytes instead of \d+/,
  },
  {
    what: 'weights are emptied',
    happen: (bundle) => {
      truncateSync(path.join(bundle, 'weights.bin'), 0);
    },
    reason: /weights\.bin has 0 bytes instead of \d+/,
  },
  {
    what: 'a bit of the weights flips',
    happen: (bundle) => {
      flip(path.join(bundle, 'weights.bin'), 1000);
    },
    reason: /weights\.bin has SHA-256 [0-9a-f]{64} instead of /,
  },
  {
    what: 'two graphs are swapped',
    happen: (bundle) => {
      const [one, other, free] = ['oracle-small-big', 'oracle-skip-big', 'free'].map((name) =>
        path.join(bundle, `${name}.onnx`),
      ) as [string, string, string];
      renameSync(one, free);
      renameSync(other, one);
      renameSync(free, other);
    },
    reason: /oracle-\S+\.onnx has \d+ bytes instead of \d+/,
  },
  {
    what: 'the tokenizer is deleted',
    happen: (bundle) => {
      rmSync(path.join(bundle, 'tokenizer.json'));
    },
    reason: /tokenizer\.json cannot be read \(there is no such file\)/,
  },
  {
    what: 'the folder is deleted',
    happen: (bundle) => {
      rmSync(bundle, { recursive: true });
    },
    reason: /(duo\.json|MODEL_CARD\.md) cannot be read \(there is no such file\)/,
  },
];

describe('a model whose files change while it is in use:', () => {
  const client = engineClient();
  let folder: string;
  let bundle: string;

  before(async () => {
    await learnRightLosses(client);
  });

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'duo-'));
    bundle = path.join(folder, 'model');
    cpSync(TINY, bundle, { recursive: true });
  });

  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  after(() => {
    client.dispose();
  });

  async function isRefused({ reason }: Mishap): Promise<void> {
    const opening = client.open({ bundle, provider: 'cpu' });
    await assert.rejects(opening, failure('bundle', reason));
  }

  async function isRightOnceRestored(): Promise<void> {
    rmSync(bundle, { recursive: true, force: true });
    cpSync(TINY, bundle, { recursive: true });
    await assertRight(client, bundle);
  }

  for (const mishap of MISHAPS) {
    it(`${mishap.what}: what runs fails with a sentence, and the next is refused with the reason`, async () => {
      const work = drain(client, request(TEXT, { bundle }), (events) => {
        if (events === 2) mishap.happen(bundle);
      });
      await assert.rejects(work, (error: unknown) => {
        assert.ok(error instanceof Failure);
        // A page that is not there any more ends the process that reads it.
        if (error.code === 'crashed') assert.match(error.message, /signal SIGBUS/);
        else failure('bundle', mishap.reason)(error);
        return true;
      });
      await isRefused(mishap);
      await isRightOnceRestored();
    });

    it(`${mishap.what} between two analyses: the next is refused with the reason`, async () => {
      await assertRight(client, bundle);
      mishap.happen(bundle);
      await isRefused(mishap);
      await isRightOnceRestored();
    });
  }
});
