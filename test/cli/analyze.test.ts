import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { AnalysisJson } from '../../src/core/analysisJson';
import { RouteSpace } from '../../src/core/routes';
import type { ModuleList } from '../../src/core/module';
import { analyze, analyzeJson, ended, start, TINY } from './duoLlm';

const LONG = 'Some words come easily; others, like zygomorphic, never do.\n'.repeat(3);

describe('duo-llm analyze on the tiny bundle', () => {
  let folder = '';
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'duo-llm-cli-'));
  });
  after(() => rm(folder, { recursive: true }));

  /** [tokens, routes] of a NumPy file of little-endian floats. */
  async function readTable(file: string): Promise<number[][]> {
    const bytes = await readFile(file);
    const begin = 10 + bytes.readUInt16LE(8);
    const header = bytes.toString('latin1', 10, begin);
    const [, rows = '', columns = ''] = /'<f4'.*False.*\((\d+), (\d+)\)/.exec(header) ?? [];
    return Array.from({ length: Number(rows) }, (_row, row) => {
      return Array.from({ length: Number(columns) }, (_column, column) => {
        return bytes.readFloatLE(begin + 4 * (row * Number(columns) + column));
      });
    });
  }

  for (const list of ['small,big', 'skip,big', 'skip,small,big']) {
    it(`writes a loss table of ${list} that explains its JSON`, async () => {
      const table = path.join(folder, 'table.npy');
      const result = await analyzeJson(LONG, '--modules', list, '--table', table);
      const rows = await readTable(table);
      const space = new RouteSpace(list.split(',') as unknown as ModuleList, 3);
      assert.equal(rows.length, result.tokens.length);
      assert.ok(result.windows.length > 2);
      result.tokens.forEach((token, at) => {
        const row = rows[at] ?? [];
        assert.equal(row.length, space.count);
        assert.ok(row.every((loss) => loss >= 0));
        assert.equal(token.loss.big, row[space.uniform('big') ?? -1]);
        assert.equal(token.loss.small, row[space.uniform('small') ?? -1] ?? null);
        assert.equal(token.oracle?.loss, Math.min(...row));
        for (const { budget, loss, route } of token.byBudget) {
          const ofBudget = row.filter((_, index) => space.bigCount(index) === budget);
          assert.equal(loss, Math.min(...ofBudget));
          assert.equal(row[space.parse(route ?? '') ?? -1], loss);
        }
        const free = token.hindsightFree ?? assert.fail();
        assert.equal(free.loss, row[space.parse(free.route) ?? -1]);
        assert.ok(free.loss >= token.oracle.loss && free.expected >= 0);
        // The tiny bundle has no router for skip,big.
        assert.equal(token.router === null, list === 'skip,big');
        if (token.router === null) return;
        assert.equal(token.router.loss, row[space.parse(token.router.route) ?? -1]);
        assert.ok((token.router.regret ?? -1) >= 0);
      });
    });
  }

  const texts: Readonly<Record<string, string>> = {
    'CRLF and tabs': 'if x:\r\n\treturn\t1\r\n',
    emoji: 'a 👨‍👩‍👧‍👦 family, 🏳️‍🌈',
    'combining marks and CJK': 'e\u0301 n\u0303 深度学习',
    'a byte-order mark': '\ufeff# title\n',
    'one character': 'x',
    'an empty text': '',
    'what looks like a special token': 'before <|bos|> after',
  };
  for (const [name, text] of Object.entries(texts)) {
    it(`gives ${name} back, joined from its tokens`, async () => {
      const { tokens, source } = await analyzeJson(text, '--router', 'none');
      assert.equal(tokens.map((token) => text.slice(token.start, token.end)).join(''), text);
      assert.equal(tokens.map((token) => token.text).join(''), text);
      assert.deepEqual(
        tokens.map(({ index }) => index),
        [...tokens.keys()],
      );
      assert.equal(source.length, text.length);
    });
  }

  it('answers the same whatever the budget: it is a question to one table', async () => {
    const [free, two] = await Promise.all([
      analyzeJson(LONG),
      analyzeJson(LONG, '--budget', '2', '--at-most', '--layers', 'auto,small,auto'),
    ]);
    two.tokens.forEach((token, at) => {
      assert.equal(token.loss.big, free.tokens[at]?.loss.big);
      assert.equal(token.difficulty, free.tokens[at]?.difficulty);
      assert.match(token.oracle?.route ?? '', /^.s.$/);
    });
    assert.equal(two.summary.oracle[2]?.meanLoss, two.summary.asked.meanLoss);
  });

  it('lets every position keep its own route in self context', async () => {
    const [big, self] = await Promise.all(
      ['big', 'self'].map((context) => analyzeJson(LONG, '--context', context, '--budget', '1')),
    );
    assert.deepEqual([big?.summary.context, self?.summary.context], ['big', 'self']);
    // The first token has no earlier positions; later ones see other keys and values.
    const gaps = (big?.tokens ?? []).map((_, at) => {
      const losses = [big, self].map((result) => result?.tokens[at]?.loss.small ?? Number.NaN);
      return Math.abs((losses[0] ?? 0) - (losses[1] ?? 0));
    });
    assert.ok((gaps[0] ?? 1) < 1e-4);
    assert.ok(gaps.filter((gap) => gap > 1e-3).length > gaps.length / 10);
    assert.notEqual(self?.summary.oracle[1]?.meanLoss, big?.summary.oracle[1]?.meanLoss);
  });

  it('writes to a file exactly what it would print', async () => {
    const file = path.join(folder, 'input.txt');
    const out = path.join(folder, 'result.json');
    await writeFile(file, LONG);
    const args = ['analyze', file, '--model', TINY, '--format', 'json', '--out', out];
    assert.deepEqual(await ended(start(args)), { status: 0, stdout: '', stderr: '' });
    const written = JSON.parse(await readFile(out, 'utf8')) as AnalysisJson;
    const printed = await analyzeJson(LONG);
    assert.deepEqual(written.tokens, printed.tokens);
    assert.deepEqual(written.source, { ...printed.source, name: 'input.txt' });
  });

  it('prints a table without colours into a pipe, in colours when forced', async () => {
    const { status, stdout, stderr } = await analyze('word by word');
    assert.deepEqual([status, stderr], [0, '']);
    assert.match(stdout, /^token {2}start/);
    const forced = ['analyze', '-', '--model', TINY];
    const env = { ...process.env, FORCE_COLOR: '1' };
    const coloured = await ended(start(forced, { env }), 'word by word');
    assert.ok(coloured.stdout.startsWith('\x1b[2m1 │\x1b[0m '));
  });

  it('tells usage, text and bundle errors apart by its exit status', async () => {
    assert.equal((await ended(start(['--help']))).status, 0);
    assert.equal((await ended(start([]))).status, 2);
    const router = await analyze('x', '--router', 'nobody');
    assert.equal(router.status, 2);
    assert.match(router.stderr, /tiny-duo has no router "nobody"; choose one of none, /);
    assert.equal((await analyze('\0\0')).status, 1);
    const bundle = await ended(start(['analyze', '-', '--model', folder]), 'x');
    assert.equal(bundle.status, 1);
    assert.match(bundle.stderr, /^duo-llm: .*duo\.json.*\n$/);
  });
});
