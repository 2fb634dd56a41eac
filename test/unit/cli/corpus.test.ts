/* eslint-disable no-control-regex -- what reaches a terminal is what these tests are about */
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { AnalysisJson } from '../../../src/core/analysisJson';
import type { CorpusJson } from '../../../src/core/corpus/corpusJson';
import { commandLine, CRASH, type Outcome, type Setting } from './commandLine';

/** By path. */
const TEXTS: Readonly<Record<string, string>> = {
  'b.txt': 'Some text.',
  'a/one.md': 'Of one line.\n',
  'a/two.md': 'Of two\nlines.\n',
  'a/deep/empty.md': '',
  'a/deep/long.md': 'Rather longer than the other ones, so that it comes first. '.repeat(3),
  'binary.dat': 'one\0two',
};
const READABLE = Object.keys(TEXTS).filter((name) => name !== 'binary.dat');

describe('duo-llm analyze of many files', () => {
  let folder = '';
  let corpus = '';
  let runs = 0;
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'duo-llm-corpus-'));
  });
  after(() => rm(folder, { recursive: true }));
  beforeEach(async () => {
    corpus = path.join(folder, `corpus${String(++runs)}`);
    for (const [name, text] of Object.entries(TEXTS)) await put(name, text);
  });

  async function put(name: string, text: string): Promise<void> {
    const file = path.join(corpus, name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, text);
  }

  const outFolder = (): string => path.join(folder, `out${String(runs)}`);

  /** `duo-llm analyze CORPUS --out OUT --format json ARGS`. */
  async function analyze(args: readonly string[] = [], setting: Setting = {}): Promise<Outcome> {
    const argv = ['analyze', corpus, '--out', outFolder(), '--format', 'json', ...args];
    return await commandLine(argv, { foresight: true, ...setting });
  }

  async function corpusJson(out = outFolder()): Promise<CorpusJson> {
    return JSON.parse(await readFile(path.join(out, 'corpus.json'), 'utf8')) as CorpusJson;
  }

  async function pathsIn(out = outFolder()): Promise<string[]> {
    const found = await readdir(out, { recursive: true, withFileTypes: true });
    return found
      .filter((entry) => entry.isFile())
      .map((entry) => path.relative(out, path.join(entry.parentPath, entry.name)))
      .map((name) => name.split(path.sep).join('/'))
      .sort();
  }

  it('writes a result for every file, and one for all', async () => {
    await rm(path.join(corpus, 'binary.dat'));
    const { status, stdout, stderr } = await analyze();
    assert.deepEqual([status, stderr], [0, '']);
    assert.match(stdout, /^Mean loss in nats per token/);
    assert.match(stdout, /\n214 tokens in 5 files, made-up, [^\n]+\n$/);
    const results = READABLE.map((name) => `${name}.json`);
    assert.deepEqual(await pathsIn(), [...results, 'corpus.json', 'corpus.jsonl'].sort());
    const one = await readFile(path.join(outFolder(), 'a/one.md.json'), 'utf8');
    const { tokens, source } = JSON.parse(one) as AnalysisJson;
    assert.equal(tokens.map(({ text }) => text).join(''), TEXTS['a/one.md']);
    assert.equal(source.name, 'a/one.md');

    const { schema, files, summary, options, skipped } = await corpusJson();
    assert.equal(schema, 'duo-llm/corpus@1');
    assert.deepEqual([options.modules, options.router, skipped], [['small', 'big'], 'half', []]);
    assert.deepEqual(
      files.map((file) => file.path),
      READABLE.toSorted(),
    );
    const ofOne = files.find((file) => file.path === 'a/one.md') ?? assert.fail();
    assert.deepEqual([ofOne.tokens, ofOne.sha256], [tokens.length, source.sha256]);
    const lost = tokens.reduce((sum, { loss }) => sum + (loss.big ?? Number.NaN), 0);
    assert.ok(Math.abs((ofOne.sums.big ?? Number.NaN) - lost) < 1e-5);
    const total = files.reduce((sum, { sums }) => sum + (sums.big ?? Number.NaN), 0);
    assert.equal(summary.big?.meanLoss, total / summary.tokens);
  });

  it('names what is skipped, does the rest, and ends with 1', async () => {
    await put('a/corpus', 'A name that is free in a folder below.');
    await put('corpus', 'This one would become corpus.json.');
    const onAnalyze = ({ text }: { text: string }): void => {
      if (text === TEXTS['b.txt']) throw CRASH;
    };
    const { status, stdout, stderr } = await analyze(['--jobs', '1'], { onAnalyze });
    assert.equal(status, 1);
    assert.match(stdout, /in 5 files, 3 skipped/);
    assert.match(stderr, /^Skipped corpus: Its result would have the name/m);
    assert.match(stderr, /^Skipped binary\.dat: binary\.dat is binary/m);
    assert.match(stderr, /^Skipped b\.txt: The engine process ended/m);
    assert.match(stderr, /^duo-llm: 3 of 8 files were skipped; .*corpus\.json lists them\.$/m);
    const { files, skipped } = await corpusJson();
    assert.deepEqual(
      skipped.map((file) => file.path),
      ['b.txt', 'binary.dat', 'corpus'],
    );
    assert.equal(skipped[0]?.reason, CRASH.message);
    assert.equal(files.length, 5);
  });

  for (const options of [[], ['--context', 'self', '--budget', '1', '--at-most']]) {
    it(`merges shards to what one run writes, to the byte: ${options.join(' ')}`, async () => {
      await analyze(options);
      const whole = await readFile(path.join(outFolder(), 'corpus.json'));
      const parts = path.join(folder, `parts${String(runs)}`);
      const analysed: string[] = [];
      for (const shard of ['3/4', '1/4', '4/4', '2/4']) {
        const args = [...options, '--shard', shard, '--out', parts];
        const { stdout, requests } = await analyze(args);
        assert.match(stdout, /corpus-\d-of-4\.json: \d of 6 files\..*duo-llm merge/);
        analysed.push(...requests.map(({ text }) => text));
      }
      assert.deepEqual(analysed.sort(), READABLE.map((name) => TEXTS[name]).sort());
      const merged = path.join(folder, 'merged.json');
      const { status, stdout, stderr } = await commandLine(['merge', parts, '--out', merged]);
      assert.deepEqual([status, stderr], [0, '']);
      assert.match(stdout, /\n214 tokens in 5 files, 1 skipped, made-up\n$/);
      assert.ok((await readFile(merged)).equals(whole));

      // By name, in any order.
      const names = [2, 4, 1, 3].map((n) => path.join(parts, `corpus-${String(n)}-of-4.json`));
      await commandLine(['merge', ...names, '--out', merged]);
      assert.ok((await readFile(merged)).equals(whole));

      const lacking = await commandLine(['merge', ...names.slice(1), '--out', merged]);
      assert.deepEqual([lacking.status, lacking.stdout], [1, '']);
      assert.equal(lacking.stderr, 'duo-llm: Of 4 shards, shard 2 is missing.\n');
    });
  }

  it('refuses to merge what is no shard', async () => {
    await analyze();
    const out = path.join(folder, 'merged.json');
    for (const [input, named] of [
      [outFolder(), /There are no shards in/],
      [path.join(outFolder(), 'corpus.json'), /corpus\.json is no shard of a corpus\./],
      [path.join(corpus, 'b.txt'), /b\.txt cannot be read/],
      [path.join(folder, 'none'), /none cannot be read/],
    ] as const) {
      const { status, stderr } = await commandLine(['merge', input, '--out', out]);
      assert.equal(status, 1);
      assert.match(stderr, named);
    }
  });

  it('keeps what is finished when interrupted, and resumes to the same result', async () => {
    await analyze();
    const whole = await readFile(path.join(outFolder(), 'corpus.json'), 'utf8');
    const out = ['--out', path.join(folder, `resumed${String(runs)}`)];
    const controller = new AbortController();
    let begun = 0;
    const interrupted = await analyze([...out, '--jobs', '1'], {
      signal: controller.signal,
      onAnalyze: () => {
        if (++begun === 3) controller.abort();
      },
    });
    assert.deepEqual([interrupted.status, interrupted.stdout], [130, '']);
    assert.match(interrupted.stderr, /Cancelled\. 2 of 6 files are done; .*--resume does the rest/);
    const left = await pathsIn(out[1]);
    assert.deepEqual(left, ['a/deep/long.md.json', 'a/two.md.json', 'corpus.jsonl']);
    // Killed while it wrote.
    const journal = path.join(out[1] ?? '', 'corpus.jsonl');
    await writeFile(journal, '{"run":"', { flag: 'a' });

    const resumed = await analyze([...out, '--resume']);
    assert.equal(resumed.requests.length, 3);
    assert.equal(await readFile(path.join(out[1] ?? '', 'corpus.json'), 'utf8'), whole);
    assert.equal((await analyze([...out, '--resume'])).requests.length, 0);
    assert.equal(await readFile(path.join(out[1] ?? '', 'corpus.json'), 'utf8'), whole);
    // Whatever the shards were.
    assert.equal((await analyze([...out, '--resume', '--shard', '1/2'])).requests.length, 0);
    assert.equal((await analyze(out)).requests.length, 5);
  });

  it('resumes with what is new, changed, lost or asked differently', async () => {
    await analyze();
    const again = async (...args: string[]): Promise<string[]> => {
      const { requests } = await analyze(['--resume', ...args]);
      return requests.map(({ text }) => text).sort();
    };
    await put('b.txt', 'Same size.');
    await put('new.txt', 'New here.');
    await rm(path.join(outFolder(), 'a/one.md.json'));
    await writeFile(path.join(outFolder(), 'a/two.md.json'), '{}');
    const wanted = ['Same size.', 'New here.', TEXTS['a/one.md'], TEXTS['a/two.md']];
    assert.deepEqual(await again(), wanted.sort());
    assert.deepEqual(await again(), []);
    for (const args of [
      ['--budget', '1'],
      ['--format', 'text'],
      ['--table', outFolder()],
    ]) {
      assert.equal((await again(...args)).length, 6, args.join(' '));
    }
  });

  it('takes folders, patterns and files, each file once, by the folder they share', async () => {
    await put('.git/config', 'hidden');
    await put('a/node_modules/x/index.js', 'not meant');
    await put('a/.hidden', 'hidden');
    await symlink('..', path.join(corpus, 'a', 'loop'));
    await symlink('../b.txt', path.join(corpus, 'a', 'link.txt'));
    await symlink('nowhere', path.join(corpus, 'a', 'dangling'));
    const named = async (...inputs: string[]): Promise<string[]> => {
      const absolute = inputs.map((input) => path.join(corpus, input));
      const argv = ['analyze', ...absolute, '--out', outFolder(), '--format', 'json'];
      const { status, stderr } = await commandLine(argv);
      assert.equal(status, 0, stderr);
      return (await corpusJson()).files.map((file) => file.path);
    };
    await rm(path.join(corpus, 'binary.dat'));
    assert.deepEqual(await named(''), READABLE.toSorted());
    assert.deepEqual(await named('a/one.md', 'a/two.md'), ['one.md', 'two.md']);
    assert.deepEqual(await named('a/deep', 'b.txt'), [
      'a/deep/empty.md',
      'a/deep/long.md',
      'b.txt',
    ]);
    assert.deepEqual(await named('a/**/*.md', 'a/one.md', 'a/deep'), [
      'deep/empty.md',
      'deep/long.md',
      'one.md',
      'two.md',
    ]);
    assert.deepEqual(await named('*.{txt,md}'), ['b.txt']);
    // What is named is meant.
    assert.deepEqual(await named('a/.hidden', 'b.txt'), ['a/.hidden', 'b.txt']);
    assert.deepEqual(await named('.git'), ['config']);
  });

  it('finds out before the analysis what it cannot do', async () => {
    const inside = path.join(outFolder(), 'inside');
    await mkdir(inside, { recursive: true });
    await writeFile(path.join(inside, 'text.md'), 'A text.');
    const file = path.join(corpus, 'b.txt');
    for (const [argv, status, named] of [
      [[file, path.join(corpus, 'typo.txt')], 1, /typo\.txt cannot be read: there is no such file/],
      [[path.join(corpus, '*.rs')], 1, /There are no files in .*\*\.rs\./],
      [[inside], 2, /lies in the folder of the results/],
      [[corpus, '--out', file], 2, /b\.txt cannot be used: it is a file/],
      [[corpus, '--table', path.join(file, 'x')], 2, /a part of its path is a file/],
      [[corpus, '--budget', '9'], 2, /--budget 9 is more than the 3 layers/],
    ] as const) {
      const outcome = await commandLine(['analyze', '--out', outFolder(), ...argv]);
      assert.equal(outcome.status, status, outcome.stderr);
      assert.match(outcome.stderr, named);
      assert.deepEqual(outcome.requests, []);
    }
  });

  it('leaves its own results out when they lie among the texts', async () => {
    const out = path.join(corpus, 'results');
    await analyze(['--out', out]);
    const { requests } = await analyze(['--out', out]);
    assert.equal(requests.length, 5);
  });

  it('writes reports and tables for all, of one text too when told how to', async () => {
    await writeFile(path.join(folder, 'report.js'), 'draw();');
    await writeFile(path.join(folder, 'report.css'), '');
    const tables = path.join(folder, `tables${String(runs)}`);
    const argv = ['analyze', path.join(corpus, 'b.txt'), '--jobs', '1', '--out', outFolder()];
    const more = ['--format', 'html', '--table', tables];
    const { status, stderr } = await commandLine([...argv, ...more], { pages: folder });
    assert.deepEqual([status, stderr], [0, '']);
    assert.deepEqual(await pathsIn(), ['b.txt.html', 'corpus.json', 'corpus.jsonl']);
    assert.deepEqual(await pathsIn(tables), ['b.txt.npy']);
    await commandLine(argv);
    assert.match(await readFile(path.join(outFolder(), 'b.txt.txt'), 'utf8'), /^token {2}start/);
  });

  it('works side by side, in as many engines as told, that share the cores', async () => {
    const cores = { DUO_LLM_THREADS: '6' };
    const before = process.env['DUO_LLM_THREADS'];
    Object.assign(process.env, cores);
    try {
      for (const [jobs, expected, threads] of [
        [['--jobs', '2'], 2, 3],
        [['--jobs', '50'], 6, 1],
        [[], 6, 1],
      ] as const) {
        const told: (number | undefined)[] = [];
        let working = 0;
        let most = 0;
        await analyze(jobs, {
          onEngine: (count) => told.push(count),
          onAnalyze: async () => {
            most = Math.max(most, ++working);
            await new Promise((resolve) => setTimeout(resolve, 20));
            working--;
          },
        });
        assert.deepEqual(told, new Array<number>(expected).fill(threads));
        // One of the six is binary and reaches no engine.
        assert.equal(most, Math.min(expected, 5));
      }
    } finally {
      if (before === undefined) delete process.env['DUO_LLM_THREADS'];
      else process.env['DUO_LLM_THREADS'] = before;
    }
  });

  it('shows progress on a terminal only', async () => {
    await rm(path.join(corpus, 'binary.dat'));
    const { stderr } = await analyze([], { terminal: true });
    assert.match(
      stderr,
      /\r\x1b\[K\d of 5 files \(\d+ % of their bytes\), \d+ tokens, \d+ tokens\/s\r/,
    );
    assert.ok(stderr.endsWith('\r\x1b[K'));
  });
});
