#!/usr/bin/env node
import path from 'node:path';
import { EngineClient } from '../client/engineClient';
import { THREADS_VARIABLE } from '../engine/threads';
import { main } from './main';

const engines: EngineClient[] = [];
const interrupt = new AbortController();
process.once('SIGINT', () => {
  interrupt.abort();
});

void main(process.argv.slice(2), {
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
  engine: (threads) => {
    const engine = new EngineClient({
      entry: path.join(__dirname, 'engine.js'),
      ...(threads !== undefined && { env: { [THREADS_VARIABLE]: String(threads) } }),
      log: () => undefined,
    });
    engines.push(engine);
    return engine;
  },
  pages: __dirname,
  builtInModel: path.join(__dirname, '..', 'models', 'duo-8l'),
  signal: interrupt.signal,
}).then((status) => {
  process.exitCode = status;
  for (const engine of engines) engine.dispose();
});
