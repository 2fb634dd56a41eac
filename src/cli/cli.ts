#!/usr/bin/env node
import path from 'node:path';
import { EngineClient } from '../client/engineClient';
import { main } from './main';

const engine = new EngineClient({ entry: path.join(__dirname, 'engine.js'), log: () => undefined });
const interrupt = new AbortController();
process.once('SIGINT', () => {
  interrupt.abort();
});

void main(process.argv.slice(2), {
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
  engine,
  pages: __dirname,
  builtInModel: path.join(__dirname, '..', 'models', 'duo-8l'),
  signal: interrupt.signal,
}).then((status) => {
  process.exitCode = status;
  engine.dispose();
});
