import type { OracleGraph } from '../core/bundleFormat';
import type { AnalysisPlan } from './analysisPlan';
import { BeamContext } from './beamContext';
import { BigContext } from './bigContext';
import { checkpoint } from './checkpoint';
import type { BigRun, RouterRun } from './forwardPass';
import type { Labels } from './labels';
import type { LoadedModel } from './loadedModel';
import type { LossRows } from './lossRows';
import { OracleRunner } from './oracleRunner';
import { RoutesRunner } from './routesRunner';
import { SelfContext } from './selfContext';
import type { WindowTokens } from './windowTokens';

/** What has been run of a window before its losses are made. */
export interface WindowBasis {
  readonly big: BigRun;
  readonly routed: RouterRun | undefined;
  readonly labels: Labels | undefined;
}

/** The rows of a window's scored tokens, block by block. */
export type LossMaker = (window: WindowTokens, basis: WindowBasis) => AsyncGenerator<LossRows>;

/** Loads what the plan needs. `tokenCount`: of the document. Throws Failure: 'bundle' or 'provider'. */
export async function lossMaker(
  { bundle, forward, sessions }: LoadedModel,
  { space, tables }: AnalysisPlan,
  tokenCount: number,
  signal: AbortSignal,
): Promise<LossMaker> {
  const { dimensions, context } = bundle.manifest;
  const bigContext = async (oracle: OracleGraph): Promise<BigContext> => {
    const crew = await sessions.oracleCrew(oracle);
    const runner = new OracleRunner(crew, oracle.positions);
    // One more, so that a thread that is done finds its next block ready.
    return new BigContext(runner, dimensions, context, crew.size + 1);
  };
  switch (tables.kind) {
    case 'big': {
      const big = await bigContext(tables.oracle);
      return (window, basis) => big.losses(window, basis.labels, basis.big);
    }
    case 'beam': {
      const beam = new BeamContext({
        runner: new RoutesRunner(await sessions.routesGraph(tables.routes), space),
        exact: tables.oracle && {
          context: await bigContext(tables.oracle),
          positions: tables.oracle.positions,
        },
        space,
        dimensions,
        rest: () => checkpoint(signal),
      });
      return (window, basis) => beam.losses(window, basis.big, basis.routed);
    }
    case 'self': {
      const { oracle, admissible } = tables;
      const graph = await sessions.oracleGraph(oracle);
      const runner = new OracleRunner(graph, oracle.positions);
      const self = new SelfContext(runner, forward, space, admissible, dimensions, tokenCount);
      return (window, basis) => self.losses(window, basis.labels);
    }
  }
}
