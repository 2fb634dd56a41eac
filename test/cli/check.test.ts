import assert from 'node:assert/strict';
import { DamagedBundle } from '../damagedBundle';
import { DAMAGES } from './damages';
import { ended, ROOT, start, TINY, type Ended } from './duoLlm';

async function check(...args: string[]): Promise<Ended> {
  return await ended(start(['check', ...args]));
}

describe('duo-llm check', () => {
  it('says what is right of a bundle', async () => {
    const { status, stdout, stderr } = await check(TINY);
    assert.equal(status, 0, stderr);
    assert.equal(stderr, '');
    const lines = stdout.split('\n');
    assert.match(lines[0] ?? '', /^duo\.json: tiny-duo, MIT, 3 layers/);
    assert.match(stdout, /^13 files: /m);
    assert.match(stdout, /^10 graphs: /m);
    assert.match(stdout, /^tokenizer: /m);
    assert.match(stdout, /^router tiny-three: /m);
    assert.equal(stdout.match(/: agrees with forward\.onnx to \de-\d nats$/gm)?.length, 9);
    assert.equal(lines.at(-2), `${TINY} can be used.`);
  });

  for (const name of ['test/fixtures/grouped-duo', 'test/fixtures/deep-duo', 'models/duo-8l']) {
    it(`finds nothing wrong with ${name}`, async () => {
      const { status, stderr } = await check(`${ROOT}/${name}`);
      assert.equal(status, 0, stderr);
    });
  }

  it('has a reason of its own for each damage', () => {
    const sentences = DAMAGES.map(({ sentence }) => sentence);
    assert.equal(new Set(sentences).size, sentences.length);
    assert.ok(sentences.length >= 20);
  });

  for (const { name, damage, sentence } of DAMAGES) {
    it(`refuses a bundle with ${name}`, async () => {
      const bundle = new DamagedBundle();
      try {
        damage(bundle);
        const { status, stderr } = await check(bundle.folder);
        const said = stderr
          .replaceAll(bundle.folder, 'DIR')
          .replaceAll(/\b[0-9a-f]{64}\b/g, 'HASH')
          .replaceAll(/\b\d+\.\d{4}\b/g, '#');
        assert.equal(said, `duo-llm: ${sentence}\n`);
        assert.equal(status, 1);
      } finally {
        bundle.remove();
      }
    });
  }

  it('tells of wrong usage', async () => {
    for (const args of [[], [TINY, TINY], [TINY, '--budget', '1']]) {
      const { status, stdout, stderr } = await check(...args);
      assert.equal(status, 2);
      assert.equal(stdout, '');
      assert.match(stderr, /^duo-llm: check .*; see duo-llm --help\.\n$/);
    }
  });
});
