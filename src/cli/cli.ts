#!/usr/bin/env node
import path from 'node:path';
import { ChoosingClient } from '../client/choosingClient';
import type { EngineClientOptions } from '../client/engineClient';
import { trialProcesses } from '../client/trialProcess';
import { THREADS_VARIABLE } from '../engine/threads';
import type { Choice } from '../providers/choice';
import { ChoiceFile, choiceFile } from '../providers/choiceStore';
import { ProviderChooser } from '../providers/chooser';
import { thisMachine } from '../providers/machine';
import { PROVIDER_NAMES } from '../providers/providerNames';
import { main } from './main';

const entry = path.join(__dirname, 'engine.js');
const machine = thisMachine();
const chooser = new ProviderChooser(
  machine,
  new ChoiceFile(choiceFile(process.env, process.platform)),
  trialProcesses({ entry, driver: machine.driver }),
);
/** Once for a machine and a model: why it takes a while, and what came of it. */
const onTried = ({ rejected, note }: Choice): void => {
  for (const { provider, reason } of rejected) {
    console.error(`Not on ${PROVIDER_NAMES[provider]}: ${reason}`);
  }
  if (note !== undefined) console.error(note);
};
const engines: ChoosingClient[] = [];
const interrupt = new AbortController();
process.once('SIGINT', () => {
  interrupt.abort();
});

/** An engine that rests this long ends; one question often follows another. */
const IDLE_MS = 60_000;

function newEngine(options: Pick<EngineClientOptions, 'env' | 'idleMs'>): ChoosingClient {
  const engine = new ChoosingClient({
    ...{ entry, chooser, triesFirst: true, onTried, ...options },
    log: () => undefined,
  });
  engines.push(engine);
  return engine;
}

const around = {
  stdin: process.stdin,
  stdout: process.stdout,
  builtInModel: path.join(__dirname, '..', 'models', 'duo-8l'),
  signal: interrupt.signal,
};

void main(process.argv.slice(2), {
  ...around,
  stderr: process.stderr,
  env: process.env,
  engine: (threads) =>
    newEngine(threads === undefined ? {} : { env: { [THREADS_VARIABLE]: String(threads) } }),
  serve: async (options) => {
    // A file of its own: no other command waits for the libraries that it needs.
    const { serveMcp } = await import('./mcp.js');
    const engine = newEngine({ idleMs: IDLE_MS });
    await serveMcp(options, { ...around, engine });
  },
  pages: __dirname,
}).then((status) => {
  process.exitCode = status;
  for (const engine of engines) engine.dispose();
});
