import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { modelInfo, parseManifest } from '../../../src/core/bundleFormat';
import { Failure } from '../../../src/core/failure';

const FOLDERS = ['../../fixtures/tiny-duo', '../../../models/duo-8l'];
const RIGHT = FOLDERS.map((folder): unknown => {
  return JSON.parse(readFileSync(path.join(__dirname, folder, 'duo.json'), 'utf8'));
});

type Container = Record<string, unknown> | unknown[];

function isContainer(value: unknown): value is Container {
  return typeof value === 'object' && value !== null;
}

/** Every place of a JSON value. */
function placesOf(value: unknown): (readonly string[])[] {
  if (!isContainer(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) => [
    [key],
    ...placesOf(inner).map((place) => [key, ...place]),
  ]);
}

/** A copy with something else in one place; `undefined`: nothing. */
function changed(json: unknown, place: readonly string[], value: unknown): unknown {
  const copy = structuredClone(json);
  let parent = copy as Record<string, unknown>;
  for (const key of place.slice(0, -1)) parent = parent[key] as Record<string, unknown>;
  parent[place.at(-1) ?? ''] = value;
  return JSON.parse(JSON.stringify(copy));
}

/** A right manifest with up to three things changed. */
const mutations = fc.constantFrom(...RIGHT).chain((json) => {
  const values = fc.oneof(
    fc.jsonValue(),
    fc.integer(),
    fc.constantFrom(undefined, null, '', '../weights.bin', -1, 0.5, 1e300, 'big', [], {}),
  );
  const change = fc.tuple(fc.constantFrom(...placesOf(json)), values);
  return fc.array(change, { minLength: 1, maxLength: 3 }).map((changes) => {
    let mutant = json;
    for (const [place, value] of changes) {
      const parent = place.slice(0, -1).reduce<unknown>((inner, key) => {
        return isContainer(inner) ? (inner as Record<string, unknown>)[key] : undefined;
      }, mutant);
      if (isContainer(parent)) mutant = changed(mutant, place, value);
    }
    return mutant;
  });
});

/** A manifest whose parts are what their types say, or a refusal in a sentence. */
function check(json: unknown): void {
  try {
    const manifest = parseManifest(json);
    const model = modelInfo(manifest, '');
    const { layers, stages, width, heads, keyValueHeads, headWidth } = manifest.dimensions;
    for (const size of [layers, stages, width, heads, keyValueHeads, headWidth]) {
      assert.ok(Number.isSafeInteger(size) && size > 0);
    }
    assert.ok(manifest.bos < manifest.vocabulary);
    assert.ok(manifest.files.every(({ path: file }) => !file.split('/').includes('..')));
    assert.ok(model.moduleLists.every((list) => list.length >= 2));
  } catch (error) {
    assert.ok(error instanceof Failure && error.code === 'bundle', String(error));
    assert.match(error.message, /^duo\.json[^]*\.$/);
  }
}

describe('a duo.json of any content', () => {
  it('is refused with a sentence when it is any JSON', () => {
    fc.assert(fc.property(fc.jsonValue(), check), { numRuns: 500 });
  });

  it('is a manifest, or refused with a sentence, when a right one is changed', () => {
    RIGHT.forEach(check);
    fc.assert(fc.property(mutations, check), { numRuns: 1000 });
  });
});
