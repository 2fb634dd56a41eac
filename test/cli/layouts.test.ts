import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { AnalysisJson } from '../../src/core/analysisJson';
import { removeFolder, temporaryFolder } from '../host/temporaryFolder';
import { ended, ROOT, start, type Ended } from './duoLlm';

const TEXT = 'let total = 12; // naïve\r\n\tand 😀 more';

/** Bundles that are laid out otherwise than the one that ships. */
const LAYOUTS = [
  { name: 'deep-duo', layers: 12, router: 'deep-two' },
  { name: 'grouped-duo', layers: 2, router: 'grouped-two' },
] as const;

describe('duo-llm on models of other layouts', () => {
  const folder = temporaryFolder('layouts');
  after(() => {
    removeFolder(folder);
  });

  for (const { name, layers, router } of LAYOUTS) {
    const analyze = (...args: string[]): Promise<Ended> => {
      const model = path.join(ROOT, 'test/fixtures', name);
      return ended(start(['analyze', '-', '--model', model, '--ep', 'cpu', ...args]), TEXT);
    };
    const json = async (...args: string[]): Promise<AnalysisJson> => {
      const { status, stdout, stderr } = await analyze('--format', 'json', ...args);
      assert.equal(status, 0, stderr);
      return JSON.parse(stdout) as AnalysisJson;
    };

    it(`tells all of every token, and writes the table (${name})`, async () => {
      const table = path.join(folder, `${name}.npy`);
      const { model, tokens, layers: usage, summary } = await json('--table', table);
      assert.deepEqual([model.name, model.layers], [name, layers]);
      assert.equal(tokens.map(({ text }) => text).join(''), TEXT);
      assert.ok(tokens.every(({ byBudget }) => byBudget.length === layers + 1));
      assert.equal(usage.length, layers);
      assert.ok(summary.router?.perplexity);
      const npy = readFileSync(table);
      const header = npy.toString('latin1', 0, 128);
      assert.ok(header.includes(`(${String(tokens.length)}, ${String(2 ** layers)})`), header);
      const losses = new DataView(npy.buffer, npy.byteOffset + npy.length - 4);
      assert.equal(losses.getFloat32(0, true), tokens.at(-1)?.loss.big);
    });

    it(`keeps a budget and the layers in self context (${name})`, async () => {
      const constraint = ['big', ...new Array<string>(layers - 1).fill('auto')].join();
      const asked = ['--context', 'self', '--budget', '1', '--layers', constraint];
      const { tokens, summary } = await json(...asked, '--router', router);
      assert.equal(summary.context, 'self');
      const [only] = new Set(tokens.map(({ oracle }) => oracle?.route));
      assert.equal(only, `B${'s'.repeat(layers - 1)}`);
    });

    it(`writes a report and a listing (${name})`, async () => {
      const report = path.join(folder, `${name}.html`);
      const { status, stderr } = await analyze('--format', 'html', '--out', report);
      assert.equal(status, 0, stderr);
      assert.ok(existsSync(report));
      const listing = await analyze('--router', router);
      assert.equal(listing.status, 0, listing.stderr);
      assert.ok(listing.stdout.includes(name));
    });
  }
});
