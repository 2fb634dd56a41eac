import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Cache } from '../../../../scripts/reproduce/cache';
import { looksOf } from '../../../../scripts/reproduce/looks';
import { parseOptions } from '../../../../scripts/reproduce/options';
import { Progress } from '../../../../scripts/reproduce/progress';
import { cells, rowEstimate, toCsv } from '../../../../scripts/reproduce/row';
import { toSvg } from '../../../../scripts/reproduce/svg';
import { fixedDigits, percent, shown } from '../../../../scripts/reproduce/words';

describe('rows', () => {
  it('carry an estimate with its interval, and give it back', () => {
    const row = cells('share', { value: 0.5, interval: [0.25, 0.75] });
    assert.deepEqual(row, { share: 0.5, low: 0.25, high: 0.75 });
    assert.deepEqual(rowEstimate(row, 'share'), { value: 0.5, interval: [0.25, 0.75] });
  });

  it('become CSV, nothing for what does not exist', () => {
    assert.equal(
      toCsv([{ set: 'a,b', ...cells('x', { value: null, interval: null }) }]),
      'set,x,low,high\n"a,b",,,\n',
    );
  });
});

describe('numbers in words', () => {
  it('have a real minus and their interval', () => {
    assert.equal(shown({ value: -0.5, interval: [-1, 0] }, 1), '−0.5 [−1.0, 0.0]');
    assert.equal(shown({ value: null, interval: null }), 'not measured');
    assert.equal(percent({ value: 0.5, interval: [0.4, 0.6] }), '50 [40, 60] %');
  });

  it('are never minus zero', () => {
    assert.equal(fixedDigits(-0.0001, 2), '0.00');
  });
});

describe('a figure', () => {
  it('is a file of its own, on white, with its title and key as text', () => {
    const key = looksOf(['oracle', 'fixed <k>']);
    const svg = toSvg({ title: 'A & B', subtitle: 'big context', key, plot: { marks: [] } });
    assert.match(svg, /^<svg xmlns="http:\/\/www.w3.org\/2000\/svg" width="720"/);
    assert.match(svg, /<rect width="100%" height="100%" fill="white"\/>/);
    assert.match(svg, />A &amp; B</);
    assert.match(svg, />fixed &lt;k&gt;</);
    assert.doesNotMatch(svg, /<script|NaN|undefined/);
  });
});

describe('series', () => {
  it('differ by symbol and dash as well as by colour', () => {
    const looks = looksOf(['a', 'b', 'c', 'd', 'e', 'f', 'g']);
    assert.equal(new Set(looks.map(({ colour }) => colour)).size, 7);
    assert.equal(new Set(looks.map(({ symbol }) => symbol)).size, 7);
  });
});

describe('the cache', () => {
  let folder: string;
  let engine: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'duo-cache-'));
    engine = path.join(folder, 'engine.js');
    writeFileSync(engine, 'one');
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });
  const get = async (model: string, asked: string): Promise<{ made: boolean; found: number[] }> => {
    let made = false;
    const cache = new Cache(engine, model, path.join(folder, 'results'));
    const { losses } = await cache.get({ asked }, async () => {
      made = true;
      return await Promise.resolve({ losses: Float32Array.of(1, 0.5) });
    });
    return { made, found: [...losses] };
  };

  it('makes a result once, and gives the same back', async () => {
    assert.deepEqual(await get('a', 'x'), { made: true, found: [1, 0.5] });
    assert.deepEqual(await get('a', 'x'), { made: false, found: [1, 0.5] });
  });

  it('keeps apart what was asked, the model and the engine', async () => {
    await get('a', 'x');
    assert.equal((await get('a', 'y')).made, true);
    assert.equal((await get('b', 'x')).made, true);
    writeFileSync(engine, 'two');
    assert.equal((await get('a', 'x')).made, true);
  });

  it('keeps nothing of what failed', async () => {
    const cache = new Cache(engine, 'a', path.join(folder, 'results'));
    await assert.rejects(cache.get({ asked: 'x' }, () => Promise.reject(new Error('expected'))));
    const [results = ''] = readdirSync(path.join(folder, 'results'));
    assert.deepEqual(readdirSync(path.join(folder, 'results', results)), []);
    assert.equal(readFileSync(engine, 'utf8'), 'one');
  });
});

describe('options of a report', () => {
  it('put the full report into the bundle and the quick one aside', () => {
    const full = parseOptions([]);
    assert.equal(full.out, path.join(full.model, 'report'));
    assert.notEqual(parseOptions(['--quick']).out, full.out);
  });

  it('may name several other bundles', () => {
    const { others } = parseOptions(['--other', '/a', '--other', '/b']);
    assert.deepEqual(
      others,
      ['/a', '/b'].map((folder) => path.resolve(folder)),
    );
  });

  it('must be known', () => {
    assert.throws(() => parseOptions(['--slow']), TypeError);
  });
});

describe('progress', () => {
  it('is said now and then only', () => {
    const lines: string[] = [];
    const often = new Progress('runs', 3, 0, (line) => lines.push(line));
    const seldom = new Progress('runs', 3, 60_000, (line) => lines.push(line));
    for (let step = 0; step < 3; step++) {
      often.step();
      seldom.step();
    }
    assert.deepEqual(lines, ['runs: 1 of 3', 'runs: 2 of 3', 'runs: 3 of 3']);
  });
});
