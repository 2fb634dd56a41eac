import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { EngineClient, type EngineClientOptions } from '../../src/client/engineClient';
import { Analysis } from '../../src/core/analysis';
import type { AnalysisEvent } from '../../src/core/analysisEvent';
import { Failure, type FailureCode } from '../../src/core/failure';
import type { AnalyzeRequest, RouteRequest } from '../../src/protocol/engineApi';

export const ROOT = path.join(__dirname, '..', '..');
export const ENGINE = path.join(ROOT, 'dist', 'engine.js');
export const TINY = path.join(ROOT, 'test', 'fixtures', 'tiny-duo');
/** Grouped queries, two stages to a layer, a head of its own, heads wider than their share of the width. */
export const GROUPED = path.join(ROOT, 'test', 'fixtures', 'grouped-duo');
export const DUO = path.join(ROOT, 'models', 'duo-8l');

export function engineClient(options: Partial<EngineClientOptions> = {}): EngineClient {
  return new EngineClient({ entry: ENGINE, log: () => undefined, ...options });
}

/** A request for the big context of small,big on the tiny bundle, unless said otherwise. */
export function request(text: string, rest: Partial<AnalyzeRequest> = {}): AnalyzeRequest {
  return {
    bundle: TINY,
    provider: 'cpu',
    text,
    modules: ['small', 'big'],
    context: { kind: 'big' },
    ...rest,
  };
}

/** An analysis, finished or up to and including the first event of a kind; and every event's kind in the order of arrival. */
export async function analyze(
  client: EngineClient,
  asked: AnalyzeRequest,
  until?: AnalysisEvent['kind'],
): Promise<Analysis & { kinds: string[] }> {
  const { model } = await client.open(asked);
  const analysis = new Analysis(
    model,
    { name: 'test', length: asked.text.length, sha256: '' },
    {
      modules: asked.modules,
      router: asked.router,
      context: asked.context,
      ...(asked.search !== undefined && { search: asked.search }),
    },
  );
  const kinds: string[] = [];
  for await (const event of client.analyze(asked, new AbortController().signal)) {
    analysis.apply(event);
    kinds.push(event.kind);
    if (event.kind === until) break;
  }
  assert.ok(analysis.complete || kinds.at(-1) === until);
  return Object.assign(analysis, { kinds });
}

/** A request for a router's run on the tiny bundle, unless said otherwise: by default it decides all three layers. */
export function routeRequest(text: string, rest: Partial<RouteRequest> = {}): RouteRequest {
  return {
    bundle: TINY,
    provider: 'cpu',
    text,
    router: 'tiny-two',
    layers: ['auto', 'auto', 'auto'],
    ...rest,
  };
}

/** A finished router's run, as an analysis without losses. */
export async function route(client: EngineClient, asked: RouteRequest): Promise<Analysis> {
  const { model } = await client.open(asked);
  const run = new Analysis(
    model,
    { name: 'test', length: asked.text.length, sha256: '' },
    { modules: ['small', 'big'], router: asked.router, context: { kind: 'big' } },
  );
  for await (const event of client.route(asked, new AbortController().signal)) run.apply(event);
  assert.ok(run.ownLosses.every((loss) => !Number.isNaN(loss)));
  return run;
}

export function failure(code: FailureCode, message = /./) {
  return (error: unknown): boolean => {
    assert.ok(error instanceof Failure, String(error));
    assert.equal(error.code, code, error.message);
    assert.match(error.message, message);
    return true;
  };
}

/** Asserts that two lists of nats agree within `tolerance`. */
export function assertNats(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  tolerance: number,
  what: string,
): void {
  assert.equal(actual.length, expected.length, what);
  for (const [at, nats] of Array.from(expected).entries()) {
    const difference = Math.abs((actual[at] ?? Number.NaN) - nats);
    assert.ok(difference <= tolerance, `${what} [${at}]: ${actual[at]} instead of ${nats}`);
  }
}

export function readJson(file: string): unknown {
  return JSON.parse(readFileSync(file, 'utf8'));
}
