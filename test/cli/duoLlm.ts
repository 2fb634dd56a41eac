import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { text as textOf } from 'node:stream/consumers';
import type { AnalysisJson } from '../../src/core/analysisJson';

export const ROOT = path.join(__dirname, '..', '..');
export const TINY = path.join(ROOT, 'test', 'fixtures', 'tiny-duo');
const CLI = path.join(ROOT, 'dist', 'cli.js');

export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Starts the built command line as a process of its own. */
export function start(args: readonly string[], options: SpawnOptions = {}): ChildProcess {
  return spawn(process.execPath, [CLI, ...args], options);
}

/** Runs a program to its end, with a text on its standard input. */
export async function ended(child: ChildProcess, stdin = ''): Promise<Ended> {
  child.stdin?.end(stdin);
  const [stdout, stderr, [status]] = await Promise.all([
    child.stdout === null ? '' : textOf(child.stdout),
    child.stderr === null ? '' : textOf(child.stderr),
    once(child, 'close') as Promise<[number | null]>,
  ]);
  return { status, stdout, stderr };
}

/** `duo-llm analyze - ARGS` on the tiny bundle. */
export async function analyze(stdin: string, ...args: string[]): Promise<Ended> {
  return await ended(start(['analyze', '-', '--model', TINY, '--ep', 'cpu', ...args]), stdin);
}

export async function analyzeJson(stdin: string, ...args: string[]): Promise<AnalysisJson> {
  const { stdout, stderr } = await analyze(stdin, '--format', 'json', ...args);
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout) as AnalysisJson;
}
