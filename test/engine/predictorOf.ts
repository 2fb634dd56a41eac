import assert from 'node:assert/strict';
import type { Analysis } from '../../src/core/analysis';
import type { Module } from '../../src/core/module';

/** Where a token is predicted, for whoever runs `forward.onnx` over that window. */
export interface Predictor {
  /** Of the window's positions, BOS first. */
  readonly ids: readonly number[];
  /** The predictor's, among them. */
  readonly position: number;
  /** The window's routes up to any length: `earlier` of the tokens before, from the predictor on `route` of the table. */
  readonly routes: (
    length: number,
    route: number,
    earlier: (token: number) => readonly Module[],
  ) => (readonly Module[])[];
}

/** `bos` is BOS's id: 0 in the tiny bundles. */
export function predictorOf(
  { tokens, table, windows }: Analysis,
  token: number,
  bos = 0,
): Predictor {
  const window = windows.find(({ scoreFrom, end }) => token >= scoreFrom && token < end);
  assert.ok(window);
  const { start, end } = window;
  const position = token - start;
  return {
    ids: [bos, ...Array.from(tokens.slice(start, end), ({ id }) => id)],
    position,
    routes: (length, route, earlier) =>
      Array.from({ length }, (_, at) =>
        at < position ? earlier(start + at) : table.space.modulesOf(route),
      ),
  };
}
