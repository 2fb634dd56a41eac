import assert from 'node:assert/strict';
import type { EngineClient } from '../../src/client/engineClient';
import type { AnalyzeRequest } from '../../src/protocol/engineApi';
import { analyze, assertNats, request } from '../engine/support';

/** Long enough that something can happen meanwhile. */
export const LONG = 'All work and no play makes a dull model. '.repeat(500);

const SHORT = 'What follows has to be right again.';
let expected: Promise<Float32Array> | undefined;

async function lossesOf(client: EngineClient, bundle?: string): Promise<Float32Array> {
  const { table } = await analyze(client, request(SHORT, bundle === undefined ? {} : { bundle }));
  return table.rows(0, table.tokens);
}

/** What an engine that nothing has happened to makes of a short text. To be called before anything happens. */
export async function learnRightLosses(client: EngineClient): Promise<void> {
  await (expected ??= lossesOf(client));
}

/** Asserts that a client, whatever has happened to its engine, gives the losses that it should. */
export async function assertRight(client: EngineClient, bundle?: string): Promise<void> {
  assert.ok(expected, 'Nobody has learnt what is right.');
  assertNats(await lossesOf(client, bundle), await expected, 0, 'losses');
}

/** Runs an analysis; resolves with how many losses have come. */
export async function drain(
  client: EngineClient,
  asked: AnalyzeRequest,
  onLosses: (events: number) => unknown = () => undefined,
  signal = new AbortController().signal,
): Promise<number> {
  let events = 0;
  for await (const { kind } of client.analyze(asked, signal)) {
    if (kind === 'losses') await onLosses(++events);
  }
  return events;
}
