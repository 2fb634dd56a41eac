/* eslint-disable no-control-regex -- what reaches a terminal is what these tests are about */
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import type { AnalysisJson } from '../../../src/core/analysisJson';
import { Failure } from '../../../src/core/failure';
import { parseReport, replay } from '../../../src/panel/reportData';
import { commandLine, CRASH } from './commandLine';

const TEXT = 'Two lines,\nof text.\n';

describe('duo-llm', () => {
  let folder = '';
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'duo-llm-'));
  });
  after(() => rm(folder, { recursive: true }));

  async function fileWith(content: string | Uint8Array, name = 'text.md'): Promise<string> {
    const file = path.join(folder, name);
    await writeFile(file, content);
    return file;
  }

  it('prints its usage and ends with 0 when asked for help', async () => {
    for (const argv of [['--help'], ['analyze', '--help'], ['-h']]) {
      const { status, stdout, stderr } = await commandLine(argv);
      assert.equal(status, 0);
      assert.match(stdout, /^Usage: duo-llm analyze FILE/);
      assert.match(stdout, /duo-llm merge FOLDER/);
      assert.equal(stderr, '');
    }
  });

  it('serves an assistant with the model and the provider that it is started with', async () => {
    const { status, served, stdout } = await commandLine(['mcp', '--model', 'm', '--ep', 'cpu']);
    assert.deepEqual([status, stdout], [0, '']);
    assert.deepEqual(served, [{ command: 'mcp', model: 'm', provider: 'cpu' }]);
    const defaults = await commandLine(['mcp']);
    assert.deepEqual(defaults.served, [{ command: 'mcp', model: undefined, provider: 'auto' }]);
  });

  const wrongUsages: readonly (readonly [argv: string[], named: RegExp])[] = [
    [[], /command is missing/],
    [['analyse', '-'], /no command analyse/],
    [['analyze'], /takes a FILE/],
    [['analyze', 'a', 'b'], /need --out FOLDER/],
    [['analyze', '.'], /need --out FOLDER/],
    [['analyze', '*.md'], /need --out FOLDER/],
    [['analyze', 'a', '-', '--out', 'x'], /by itself/],
    [['analyze', 'a', '--jobs', '0'], /--jobs takes a number from 1/],
    [['analyze', 'a', '--shard', '3/2'], /--shard takes a number/],
    [['analyze', 'a', '--shard', '1'], /such as 1\/8/],
    [['mcp', 'file.md'], /mcp takes no FILE/],
    [['mcp', '--budget', '2'], /mcp has no option --budget/],
    [['mcp', '--ep', 'tpu'], /--ep is one of auto/],
    [['merge', '--out', 'x'], /takes the folder/],
    [['merge', '.'], /merge needs --out/],
    [['merge', '.', '--out', 'x', '--budget', '2'], /merge has no option --budget/],
    [['analyze', '-', '--colours', 'x'], /--colours/],
    [['analyze', '-', '--model'], /--model/],
    [['analyze', '-', '--modules', 'big,small'], /--modules is one of small,big/],
    [['analyze', '-', '--context', 'own'], /--context is one of big \| self/],
    [['analyze', '-', '--budget', '1.5'], /--budget takes a whole number/],
    [['analyze', '-', '--at-most'], /--at-most needs --budget/],
    [['analyze', '-', '--layers', 'auto,,big'], /--layers takes/],
    [['analyze', '-', '--format', 'xml'], /--format is one of text \| json \| html/],
    [['analyze', '-', '--colour', 'constructor'], /--colour is one of/],
    [['analyze', '-', '--ep', 'tpu'], /--ep is one of auto/],
    [['analyze', '-', '--layers', 'auto,auto'], /names 2 layers, but made-up has 3/],
    [['analyze', '-', '--layers', 'auto,skip,auto'], /skip, which is not among/],
    [['analyze', '-', '--budget', '4'], /--budget 4 is more than the 3 layers of made-up/],
    [['analyze', '-', '--budget', '0', '--at-most', '--layers', 'big,auto,auto'], /at most 0/],
    [
      ['analyze', '-', '--budget', '3', '--layers', 'small,auto,auto'],
      /No route has exactly 3 big layers under/,
    ],
    [['analyze', '-', '--budget', '1', '--layers', 'big,big,auto'], /exactly 1 big layer under/],
    [
      ['analyze', '-', '--router', 'other'],
      /no router "other"; choose one of none, half, skipping/,
    ],
    [['analyze', '-', '--out', '/nowhere/at/all'], /\/nowhere\/at\/all cannot be written/],
  ];
  for (const [argv, named] of wrongUsages) {
    it(`ends with 2 and one sentence for: duo-llm ${argv.join(' ')}`, async () => {
      const { status, stdout, stderr, requests } = await commandLine(argv);
      assert.equal(status, 2);
      assert.equal(stdout, '');
      assert.match(stderr, named);
      assert.match(stderr, /^duo-llm: [^\n]+\.\n$/);
      assert.deepEqual(requests, []);
    });
  }

  it('ends with 1 when the text cannot be read, or is binary', async () => {
    const binary = await fileWith(Uint8Array.of(0x7f, 0x45, 0x4c, 0x46, 0, 1), 'program');
    const utf16 = await fileWith(Buffer.from('\ufeffhello', 'utf16le'), 'utf16.txt');
    for (const [file, named] of [
      [binary, /program is binary/],
      [utf16, /UTF-16/],
      [path.join(folder, 'none.txt'), /there is no such file/],
    ] as const) {
      const { status, stdout, stderr } = await commandLine(['analyze', file]);
      assert.deepEqual([status, stdout], [1, '']);
      assert.match(stderr, named);
    }
  });

  it('ends with 1 and the reason when the engine fails', async () => {
    const { status, stdout, stderr } = await commandLine(['analyze', '-'], { failure: CRASH });
    assert.deepEqual([status, stdout, stderr], [1, '', `duo-llm: ${CRASH.message}\n`]);
    const cancelled = new Failure('cancelled', 'Cancelled.');
    assert.equal((await commandLine(['analyze', '-'], { failure: cancelled })).status, 130);
    const bug = await commandLine(['analyze', '-'], { failure: new TypeError('x is not y') });
    assert.equal(bug.status, 1);
    assert.match(bug.stderr, /unforeseen.*x is not y/);
  });

  it('analyses standard input as JSON', async () => {
    const { status, stdout, stderr } = await commandLine(['analyze', '-', '--format', 'json'], {
      stdin: TEXT,
    });
    assert.deepEqual([status, stderr], [0, '']);
    const result = JSON.parse(stdout) as AnalysisJson;
    assert.equal(result.schema, 'duo-llm/analysis@1');
    assert.equal(result.source.name, '-');
    assert.equal(result.tokens.map(({ text }) => text).join(''), TEXT);
    assert.equal(result.options.router, 'half');
    // A line per token, for tools that read lines.
    assert.equal(
      stdout.split('\n').filter((line) => line.startsWith('{"index":')).length,
      TEXT.length + 3,
    );
  });

  it('asks the engine for what the options say', async () => {
    const file = await fileWith(TEXT);
    const argv = ['analyze', file, '--model', folder, '--ep', 'cpu', '--modules', 'skip,small,big'];
    const { requests } = await commandLine([
      ...argv,
      ...['--context', 'self', '--budget', '1', '--at-most', '--layers', 'auto,skip,auto'],
      ...['--router', 'skipping'],
    ]);
    assert.deepEqual(requests, [
      {
        bundle: folder,
        provider: 'cpu',
        text: TEXT,
        modules: ['skip', 'small', 'big'],
        router: 'skipping',
        context: {
          kind: 'self',
          constraint: { budget: 1, atMost: true, layers: ['auto', 'skip', 'auto'] },
        },
        search: 'exact',
      },
    ]);
  });

  it('searches with a beam when told so, in big context', async () => {
    const argv = ['analyze', '-', '--search', 'beam'];
    const { requests } = await commandLine(argv, { stdin: 'x' });
    assert.equal(requests[0]?.search, 'beam');
    const refused = await commandLine([...argv, '--context', 'self'], { stdin: 'x' });
    assert.equal(refused.status, 2);
    assert.match(refused.stderr, /--search beam is for --context big/);
  });

  it('runs the first router made for the modules, and none when told so', async () => {
    const routerOf = async (...argv: string[]): Promise<string | undefined> => {
      const { requests } = await commandLine(['analyze', '-', ...argv], { stdin: 'x' });
      return requests[0]?.router;
    };
    assert.equal(await routerOf(), 'half');
    assert.equal(await routerOf('--modules', 'skip,big'), 'skipping');
    assert.equal(await routerOf('--modules', 'skip,small,big'), 'three-way');
    assert.equal(await routerOf('--router', 'none'), undefined);
  });

  it('writes the result and the loss table to files', async () => {
    const out = path.join(folder, 'result.json');
    const table = path.join(folder, 'table.npy');
    const argv = ['analyze', '-', '--format', 'json', '--out', out, '--table', table];
    const { status, stdout } = await commandLine(argv, { stdin: TEXT });
    assert.deepEqual([status, stdout], [0, '']);
    const result = JSON.parse(await readFile(out, 'utf8')) as AnalysisJson;
    const npy = await readFile(table);
    assert.match(npy.toString('latin1', 0, 128), /'shape': \(20, 8\)/);
    const header = npy.length - TEXT.length * 8 * 4;
    result.tokens.forEach((token, at) => {
      assert.equal(npy.readFloatLE(header + at * 32), token.loss.small);
      assert.equal(npy.readFloatLE(header + at * 32 + 28), token.loss.big);
    });
  });

  it('makes a report that begins with the question of the options', async () => {
    await writeFile(path.join(folder, 'report.js'), 'draw();');
    await writeFile(path.join(folder, 'report.css'), '');
    const html = ['analyze', '-', '--format', 'html'];
    const budget = ['--budget', '1', '--at-most', '--layers', 'auto,big,auto'];
    for (const [options, question] of [
      [[], null],
      [budget, { budget: 1, atMost: true, layers: ['auto', 'big', 'auto'] }],
      // The run itself was under it.
      [['--context', 'self'], { atMost: false, layers: ['auto', 'auto', 'auto'] }],
    ] as const) {
      const argv = [...html, ...options];
      const { status, stdout, stderr } = await commandLine(argv, { stdin: TEXT, pages: folder });
      assert.deepEqual([status, stderr], [0, '']);
      const [, json = ''] = /id="report-data">(.*?)<\/script>/s.exec(stdout) ?? [];
      const data = parseReport(json);
      assert.deepEqual(data.question, question);
      assert.equal(replay(data).knownCount, TEXT.length);
    }
  });

  it('ends with 1 when the page of the report is missing', async () => {
    const pages = path.join(folder, 'none');
    const { status, stdout, stderr } = await commandLine(['analyze', '-', '--format', 'html'], {
      pages,
    });
    assert.deepEqual([status, stdout], [1, '']);
    assert.match(stderr, /^duo-llm: The page of the report cannot be read: [^\n]+\.\n$/);
  });

  it('finds out before the analysis that a file cannot be written', async () => {
    const unread = new Readable({
      read: () => {
        assert.fail('nothing should be read');
      },
    });
    for (const option of ['--out', '--table']) {
      const { status, stderr } = await commandLine(['analyze', '-', option, folder], {
        stdin: unread,
      });
      assert.equal(status, 2);
      assert.match(stderr, /cannot be written: it is a folder\.\n$/);
    }
  });

  it('ends with 1 when the result can no longer be written', async () => {
    const vanishing = path.join(folder, 'vanishing');
    await mkdir(vanishing);
    async function* text(): AsyncGenerator<string> {
      await rm(vanishing, { recursive: true });
      yield TEXT;
    }
    const { status, stderr } = await commandLine(
      ['analyze', '-', '--out', path.join(vanishing, 'result.txt')],
      { stdin: Readable.from(text()) },
    );
    assert.equal(status, 1);
    assert.match(stderr, /result\.txt could not be written: ENOENT/);
  });

  it('can be cancelled while it reads standard input', async () => {
    const controller = new AbortController();
    const endless = new Readable({
      read: () => {
        controller.abort();
      },
    });
    const { status, stdout } = await commandLine(['analyze', '-'], {
      stdin: endless,
      signal: controller.signal,
    });
    assert.deepEqual([status, stdout], [130, '']);
  });

  it('keeps a byte-order mark as part of the text', async () => {
    const file = await fileWith('\ufeffBOM');
    const { stdout, stderr } = await commandLine(['analyze', file, '--format', 'json']);
    const { tokens, source } = JSON.parse(stdout) as AnalysisJson;
    assert.equal(tokens.map(({ text }) => text).join(''), '\ufeffBOM');
    assert.deepEqual([source.name, source.length, stderr], ['text.md', 4, '']);
  });

  it('reads bytes that are not UTF-8 as U+FFFD, and says so', async () => {
    const file = await fileWith(Uint8Array.of(0x61, 0xff, 0x62));
    const { status, stderr, requests } = await commandLine(['analyze', file]);
    assert.equal(status, 0);
    assert.equal(requests[0]?.text, 'a\ufffdb');
    assert.match(stderr, /text\.md is not valid UTF-8/);
  });

  it('analyses an empty text', async () => {
    for (const format of ['text', 'json']) {
      const { status, stdout } = await commandLine(['analyze', '-', '--format', format]);
      assert.equal(status, 0);
      assert.notEqual(stdout, '');
    }
  });

  it('shows progress on a terminal only, and takes it away', async () => {
    const { stderr } = await commandLine(['analyze', '-'], { stdin: TEXT, terminal: true });
    assert.match(stderr, /\r\x1b\[K\d+ of 20 tokens, \d+ tokens\/s\r\x1b\[K$/);
    assert.equal((await commandLine(['analyze', '-'], { stdin: TEXT })).stderr, '');
  });
});
