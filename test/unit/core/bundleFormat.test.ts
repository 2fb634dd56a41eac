import assert from 'node:assert/strict';
import { modelInfo, parseManifest } from '../../../src/core/bundleFormat';
import { Failure } from '../../../src/core/failure';

const HASH = '0123456789abcdef'.repeat(4);

/** A `duo.json` that is right in every field. */
function rightManifest() {
  return {
    format: 1,
    name: 'tiny',
    licence: 'MIT',
    dimensions: { layers: 2, width: 16, heads: 2, headWidth: 8 },
    vocabulary: 300,
    context: 32,
    bos: 0,
    modules: [
      { name: 'skip', innerWidth: 0, flops: 0 },
      { name: 'small', innerWidth: 4, flops: 384 },
      { name: 'big', innerWidth: 64, flops: 6144 },
    ],
    attentionFlops: 2048,
    headFlops: 9600,
    routers: [{ name: 'half', budget: 1.5, modules: ['small', 'big'] }],
    graphs: {
      forward: 'forward.onnx',
      oracles: [
        { modules: ['small', 'big'], positions: 8, file: 'oracle.onnx' },
        { modules: ['small', 'big'], positions: 1, file: 'step.onnx' },
        { modules: ['skip', 'big'], positions: 8, file: 'skip.onnx' },
        { modules: ['small', 'big'], positions: 32, device: 'gpu', file: 'gpu.onnx' },
      ],
    },
    files: [
      ...['forward.onnx', 'oracle.onnx', 'step.onnx', 'skip.onnx', 'gpu.onnx'],
      ...['tokenizer.json', 'weights.bin'],
    ].map((path) => ({ path, bytes: 12, sha256: HASH })),
    training: { tokens: 1 },
  };
}

type Path = readonly (string | number)[];

/** The right manifest with one value replaced, or removed when it is `undefined`. */
function manifestWith(path: Path, value: unknown): unknown {
  const manifest: unknown = rightManifest();
  let parent = manifest as Record<string | number, unknown>;
  for (const key of path.slice(0, -1)) parent = parent[key] as Record<string | number, unknown>;
  parent[path.at(-1) ?? ''] = value;
  return JSON.parse(JSON.stringify(manifest));
}

describe('parseManifest', () => {
  it('reads what a bundle says of itself', () => {
    const manifest = parseManifest(rightManifest());
    assert.equal(manifest.dimensions.headWidth, 8);
    assert.deepEqual(manifest.routers, [{ name: 'half', budget: 1.5, modules: ['small', 'big'] }]);
    assert.equal(manifest.graphs.oracles[1]?.positions, 1);
    assert.deepEqual(
      manifest.graphs.oracles.map(({ device }) => device),
      [undefined, undefined, undefined, 'gpu'],
    );
    assert.equal(manifest.files.length, 7);
  });

  it('takes what is absent for a layer of one stage whose heads have keys and values each', () => {
    const { stages, keyValueHeads, heads } = parseManifest(rightManifest()).dimensions;
    assert.deepEqual({ stages, keyValueHeads }, { stages: 1, keyValueHeads: heads });
    const grouped = parseManifest(manifestWith(['dimensions', 'keyValueHeads'], 1));
    assert.equal(grouped.dimensions.keyValueHeads, 1);
  });

  it('names each module list of a model once', () => {
    const model = modelInfo(parseManifest(rightManifest()), HASH);
    assert.deepEqual(model.moduleLists, [
      ['small', 'big'],
      ['skip', 'big'],
    ]);
    assert.equal(model.contextLength, 32);
    assert.equal(model.sha256, HASH);
  });

  const wrong: readonly (readonly [path: Path, value: unknown, named: string])[] = [
    [['format'], 2, 'format 2'],
    [['format'], undefined, 'format none'],
    [['name'], '', 'name'],
    [['dimensions'], [], 'dimensions'],
    [['dimensions', 'layers'], 0, 'dimensions.layers'],
    [['dimensions', 'stages'], 0, 'dimensions.stages'],
    [['dimensions', 'keyValueHeads'], 3, 'dimensions.keyValueHeads'],
    [['vocabulary'], '300', 'vocabulary'],
    [['context'], 2, 'context'],
    [['bos'], 300, 'bos'],
    [['modules', 1, 'name'], 'medium', 'modules[1].name'],
    [['modules', 2, 'flops'], -1, 'modules[2].flops'],
    [['routers', 0, 'budget'], null, 'routers[0].budget'],
    [['routers', 0, 'modules'], ['big'], 'routers[0].modules'],
    [['graphs', 'forward'], 'other.onnx', 'other.onnx'],
    [['graphs', 'oracles'], [], 'graphs.oracles'],
    [['graphs', 'oracles', 0, 'modules'], ['big', 'big'], 'graphs.oracles[0].modules'],
    [['graphs', 'oracles', 0, 'positions'], 33, 'graphs.oracles'],
    [['graphs', 'oracles', 0, 'device'], 'tpu', 'graphs.oracles[0].device'],
    [['graphs', 'oracles', 0, 'positions'], 1.5, 'graphs.oracles[0].positions'],
    [['files', 0, 'path'], '../forward.onnx', 'files[0].path'],
    [['files', 0, 'path'], '/etc/passwd', 'files[0].path'],
    [['files', 0, 'path'], 'a\\b', 'files[0].path'],
    [['files', 0, 'path'], 'C:x', 'files[0].path'],
    [['files', 0, 'bytes'], undefined, 'files[0].bytes'],
    [['files', 0, 'sha256'], HASH.toUpperCase(), 'files[0].sha256'],
    [['files', 2, 'path'], 'other.onnx', 'must list step.onnx'],
    [['files', 5, 'path'], 'vocab.json', 'must list tokenizer.json'],
    [['files', 6, 'path'], 'weights.data', 'must list weights.bin'],
  ];

  for (const [path, value, named] of wrong) {
    it(`refuses ${path.join('.')} = ${value === undefined ? 'nothing' : JSON.stringify(value)}, naming the field`, () => {
      assert.throws(
        () => parseManifest(manifestWith(path, value)),
        (error: unknown) => {
          assert.ok(error instanceof Failure);
          assert.equal(error.code, 'bundle');
          assert.ok(error.message.includes(named), error.message);
          return true;
        },
      );
    });
  }

  for (const json of [null, undefined, 1, 'duo', []]) {
    it(`refuses ${json === undefined ? 'nothing' : JSON.stringify(json)} instead of an object`, () => {
      assert.throws(() => parseManifest(json), Failure);
    });
  }
});
