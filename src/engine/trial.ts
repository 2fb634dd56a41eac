import type { BundleManifest } from '../core/bundleFormat';
import { seededDraw } from '../core/random';
import type { Trial, TrialRequest } from '../protocol/engineApi';
import { blockGraph } from './analysisPlan';
import { Bundle } from './bundle';
import { checkBundle } from './bundleCheck';
import { checkpoint } from './checkpoint';
import { ForwardPass } from './forwardPass';
import { KeyValues, type KeyValueColumns } from './keyValues';
import { OracleRunner } from './oracleRunner';
import { Sessions } from './sessions';

/** Tokens of the window, BOS among them: as many as half of them see in a long text. */
const WINDOW = 256;
const SEED = 2410;
const MOST_ROUNDS = 9;
/** Something slow is known to be slow after a moment. */
const ENOUGH_MS = 1000;

/**
 * Runs a provider on a bundle, in the same sessions and as many at once as an analysis would. Throws Failure: 'bundle',
 * 'provider', or 'cancelled' between two runs.
 */
export async function trial(
  { bundle: folder, provider }: TrialRequest,
  signal: AbortSignal,
): Promise<Trial> {
  const bundle = await Bundle.read(folder);
  await checkBundle(bundle, signal);
  const { manifest } = bundle;
  const sessions = await Sessions.create(bundle, provider, { tellsPlacement: true });
  const forward = new ForwardPass(sessions.forward, manifest.dimensions);
  const ids = madeUpIds(manifest);
  const allBig = new Array<'big'>(manifest.dimensions.layers).fill('big');
  const routed = () => forward.routed(ids, { number: 0, layers: allBig });
  const { loss } = await routed();
  const block = await oracleBlock(sessions, bundle, ids, await forward.big(ids));
  const run = block?.run ?? (async () => (await routed()).loss);
  const { milliseconds, result } = await timed(block?.atOnce ?? 1, run, signal);
  const losses = block === undefined ? new Float32Array() : result;
  const positions = block?.positions ?? ids.length;
  await sessions.release();
  return {
    forward: loss,
    losses,
    routes: block === undefined ? 0 : losses.length / positions,
    millisecondsPerToken: milliseconds / positions,
  };
}

/** BOS first. They say nothing of anybody's text, and are the same for every provider. */
function madeUpIds({ vocabulary, context, bos }: BundleManifest): Int32Array {
  const draw = seededDraw(SEED);
  const ids = Int32Array.from({ length: Math.min(WINDOW, context) }, () => draw(vocabulary));
  ids[0] = bos;
  return ids;
}

interface TrialBlock {
  readonly positions: number;
  /** Runs that are under way together in an analysis. */
  readonly atOnce: number;
  /** Its losses, [positions, routes] nats. */
  readonly run: () => Promise<Float32Array>;
}

/** A block of the oracle of the bundle's first module list; it begins at the same predictor whatever its size. */
async function oracleBlock(
  sessions: Sessions,
  { manifest }: Bundle,
  ids: Int32Array,
  forward: KeyValueColumns,
): Promise<TrialBlock | undefined> {
  const { dimensions, graphs } = manifest;
  const [{ modules } = { modules: [] }] = graphs.oracles;
  const oracle = blockGraph(graphs.oracles, modules, sessions.report.provider);
  if (oracle === undefined) return undefined;
  const { positions } = oracle;
  const largest = Math.max(...graphs.oracles.map((graph) => graph.positions));
  const first = Math.max(0, ids.length - largest);
  const keyValues = KeyValues.of(forward, dimensions, first + positions);
  const crew = await sessions.oracleCrew(oracle);
  const runner = new OracleRunner(crew, positions);
  return {
    positions,
    atOnce: crew.size,
    run: async () => (await runner.run(ids, first, keyValues, undefined)).losses,
  };
}

/** The median time of one run, with `atOnce` of them under way, and what the last one gave. */
async function timed<T>(
  atOnce: number,
  run: () => Promise<T>,
  signal: AbortSignal,
): Promise<{ readonly milliseconds: number; readonly result: T }> {
  const round = async (): Promise<T> => {
    await checkpoint(signal);
    const [result] = await Promise.all([run(), ...Array.from({ length: atOnce - 1 }, run)]);
    return result;
  };
  // The first compiles kernels, takes memory and copies weights.
  let result = await round();
  const samples: number[] = [];
  const until = performance.now() + ENOUGH_MS;
  do {
    const began = performance.now();
    result = await round();
    samples.push((performance.now() - began) / atOnce);
  } while (samples.length < MOST_ROUNDS && performance.now() < until);
  const median = samples.sort((one, other) => one - other)[samples.length >> 1] ?? Number.NaN;
  return { milliseconds: median, result };
}
