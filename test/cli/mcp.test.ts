import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import type { Explanation } from '../../src/assistant/explanation';
import type { HardTokens } from '../../src/assistant/hardTokens';
import { analyzeJson, ended, ROOT, start, TINY } from './duoLlm';
import { enginesOf, runs } from '../host/processes';
import { until } from '../host/until';

const TEXT = 'Some of this text\nis harder than most.\n';
/** Takes a while. */
const LONG = 'An assistant may lose interest before the answer is there. '.repeat(1200);

interface Answered<Answer> {
  readonly isError?: boolean;
  readonly content: readonly { readonly text: string }[];
  readonly structuredContent?: Answer;
}

describe('duo-llm mcp', () => {
  let folder = '';
  let client: Client;
  let transport: StdioClientTransport;

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'duo-llm-mcp-'));
    await writeFile(path.join(folder, 'text.md'), TEXT);
    await writeFile(path.join(folder, 'page.md'), LONG.slice(0, 2500));
    await writeFile(path.join(folder, 'binary.png'), 'PNG\0\0');
    transport = new StdioClientTransport({
      command: process.execPath,
      args: [path.join(ROOT, 'dist/cli.js'), 'mcp', '--model', TINY, '--ep', 'cpu'],
      cwd: folder,
      stderr: 'pipe',
    });
    client = new Client({ name: 'test', version: '1' });
    await client.connect(transport);
    // Then the client checks every answer against its schema.
    await client.listTools();
  });
  after(async () => {
    await client.close();
    await rm(folder, { recursive: true });
  });

  async function ask<Answer>(
    name: string,
    question: Record<string, unknown>,
    options: Parameters<Client['callTool']>[2] = {},
  ): Promise<Answered<Answer>> {
    const asked = client.callTool({ name, arguments: question }, undefined, options);
    return (await asked) as unknown as Answered<Answer>;
  }

  async function hardTokens(question: Record<string, unknown>): Promise<HardTokens> {
    const { structuredContent, content } = await ask<HardTokens>('find_hard_tokens', question);
    return structuredContent ?? assert.fail(content[0]?.text);
  }

  it('says what it is and lists its tools, with what goes in and what comes out', async () => {
    assert.equal(client.getServerVersion()?.name, 'duo-llm');
    assert.match(client.getInstructions() ?? '', /find_hard_tokens/);
    const { tools } = await client.listTools();
    assert.deepEqual(
      tools.map(({ name }) => name),
      ['find_hard_tokens', 'explain_token'],
    );
    for (const { description, inputSchema, outputSchema, annotations } of tools) {
      assert.match(description ?? '', /nothing is sent anywhere/);
      assert.ok(inputSchema.properties?.['file'] && outputSchema?.properties?.['notes']);
      assert.equal(annotations?.readOnlyHint, true);
    }
  });

  it('finds the hard tokens of a file beside it, as analyze does', async () => {
    const { hardest, source } = await hardTokens({ file: 'text.md', count: 50, budget: 1 });
    assert.equal(source, 'text.md');
    const { tokens } = await analyzeJson(TEXT, '--budget', '1');
    const starts = [0, TEXT.indexOf('\n') + 1];
    assert.ok(hardest.length > 5);
    for (const { line, column, difficulty, oracle, router } of hardest) {
      const offset = (starts[line - 1] ?? 0) + column - 1;
      const token = tokens.find(({ start, end }) => start === offset && end > start);
      assert.ok(token?.difficulty && difficulty !== null);
      assert.ok(Math.abs(token.difficulty - difficulty) < 0.002);
      assert.equal(oracle?.route, token.oracle?.route);
      assert.equal(router?.route, token.router?.route);
    }
  });

  it('tells the same in words', async () => {
    const { content } = await ask('find_hard_tokens', { text: TEXT, by: 'surprise', count: 3 });
    const [{ text } = { text: '' }] = content;
    assert.match(text, /^text: \d+ tokens; .* big context\n/);
    assert.match(text, /Hardest tokens by surprise/);
    assert.equal(text.match(/^- \d+:\d+ /gm)?.length, 3);
  });

  it('answers about some lines, with what stands before them as context', async () => {
    const part = await hardTokens({ file: 'text.md', startLine: 2, endLine: 2, count: 50 });
    assert.ok(part.hardest.every(({ line }) => line === 2));
    const whole = await hardTokens({ file: 'text.md', count: 50 });
    const inLine = whole.hardest.filter(({ line }) => line === 2);
    assert.deepEqual(part.hardest, inLine);
  });

  it('explains a token by its place', async () => {
    const { structuredContent } = await ask<Explanation>('explain_token', {
      ...{ file: 'text.md', line: 2, column: 4 },
    });
    assert.equal(structuredContent?.token.line, 2);
    assert.ok(structuredContent.byBudget.length > 1);
    assert.ok(structuredContent.token.expected.length > 0);
  });

  it('knows what it has found before: the second answer takes no run', async () => {
    const question = { file: 'page.md', count: 1 };
    const counted: number[] = [];
    const onprogress = ({ progress }: { readonly progress: number }): void => {
      counted.push(progress);
    };
    const first = await ask<HardTokens>('find_hard_tokens', question, { onprogress });
    const { length } = counted;
    const tokens = first.structuredContent?.tokens ?? 0;
    assert.ok(length > 1, 'progress was told');
    assert.deepEqual(
      counted,
      [...new Set(counted)].sort((a, b) => a - b),
    );
    const again = await ask<HardTokens>(
      'find_hard_tokens',
      { ...question, by: 'surprise' },
      { onprogress },
    );
    assert.equal(again.structuredContent?.by, 'surprise');
    // All at once, if anything was told before the answer.
    assert.ok(counted.slice(length).every((known) => known === tokens));
  });

  it('says in a sentence what cannot be done', async () => {
    for (const [question, named] of [
      [{}, /Give "file" or "text"/],
      [{ file: 'gone.md' }, /^gone\.md cannot be read: there is no such file\.$/],
      [{ file: '-' }, /cannot be read/],
      [{ file: '.' }, /it is a folder/],
      [{ file: 'binary.png' }, /binary/],
      [{ text: '' }, /empty/],
      [{ text: TEXT, startLine: 9 }, /no line 9/],
      [{ text: TEXT, budget: 99 }, /more than the \d+ layers/],
      [{ text: TEXT, router: 'none such' }, /has no router/],
      [{ text: TEXT, count: 1000 }, /"count" is not/],
      [{ text: 'x '.repeat(60_000) }, /Ask about fewer lines/],
    ] as const) {
      const { isError, content } = await ask('find_hard_tokens', question);
      assert.equal(isError, true);
      assert.match(content[0]?.text ?? '', named);
    }
    const { isError } = await ask('find_nothing', {});
    assert.equal(isError, true);
  });

  it('gives an answer up when it is cancelled, and is there for the next question', async () => {
    const controller = new AbortController();
    const text = LONG.replaceAll('assistant', 'impatient assistant');
    const asked = ask('find_hard_tokens', { text }, { signal: controller.signal });
    await sleep(500);
    controller.abort();
    await assert.rejects(asked);
    const began = performance.now();
    await hardTokens({ text: 'short' });
    assert.ok(performance.now() - began < 10_000);
  });
});

describe('the processes of duo-llm mcp', () => {
  const INITIALIZE = {
    protocolVersion: '2025-06-18',
    capabilities: {},
    clientInfo: { name: 'test', version: '1' },
  };
  const message = (content: object): string =>
    `${JSON.stringify({ jsonrpc: '2.0', ...content })}\n`;
  const ASKED = [
    message({ id: 1, method: 'initialize', params: INITIALIZE }),
    message({ method: 'notifications/initialized' }),
    message({
      id: 2,
      method: 'tools/call',
      params: { name: 'find_hard_tokens', arguments: { text: LONG } },
    }),
  ].join('');

  it('start no engine before a question, and end with standard input', async () => {
    const child = start(['mcp', '--model', TINY]);
    child.stdin?.write(ASKED.split('\n').slice(0, 2).join('\n') + '\n');
    await once(child.stdout ?? assert.fail(), 'data');
    assert.deepEqual(enginesOf(child.pid), []);
    const { status, stderr } = await ended(child);
    assert.deepEqual([status, stderr], [0, '']);
  });

  for (const [how, leave] of [
    ['standard input ends', (child: ReturnType<typeof spawn>) => child.stdin?.end()],
    ['Ctrl-C is pressed', (child: ReturnType<typeof spawn>) => child.kill('SIGINT')],
    ['the program is killed outright', (child: ReturnType<typeof spawn>) => child.kill('SIGKILL')],
  ] as const) {
    it(`end in the middle of an answer when ${how}, the engine too`, async () => {
      const child = start(['mcp', '--model', TINY, '--ep', 'cpu']);
      let stdout = '';
      child.stdout?.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
      const closed = once(child, 'close');
      child.stdin?.write(ASKED);
      const engine = await until(() => enginesOf(child.pid)[0]);
      leave(child);
      await closed;
      await until(() => !runs(engine));
      // Nothing but messages, one a line.
      for (const line of stdout.trim().split('\n')) {
        assert.equal((JSON.parse(line) as { readonly jsonrpc: string }).jsonrpc, '2.0');
      }
    });
  }
});
