import { LABELS } from '../../src/core/hindsight';
import { RouteSpace } from '../../src/core/routes';
import type { Bundle } from '../../src/engine/bundle';
import { integers, type Inputs } from '../../src/engine/graph';
import { usableCores } from '../../src/engine/threads';
import { notMeasured, value, type Measurement } from './measurement';
import { COLUMNS } from './oracle';
import { median, medianRatio } from './statistics';
import { benchModel, madeUpContext, madeUpIds } from './timing/benchModel';
import { cpuBlocks, oracleName, oracleTask } from './timing/oracleTask';
import { timeGraphs } from './timing/timeGraphs';

const BATCH = { name: 'all routes of a token as a batch, sharing nothing', target: 3.5 };
const STEPS = { name: 'one decode step per route', target: 40 };
/** Of the routes, evenly spread: what one step takes depends on its modules. */
const STEPS_TIMED = 16;
const SECONDS = 10;

/** The exact oracle against decoding every route for itself. */
export async function* decoding(): AsyncGenerator<Measurement> {
  const bundle = await benchModel();
  const [graph] = cpuBlocks(bundle);
  const { routes } = bundle.manifest.graphs;
  if (graph === undefined) return;
  const name = `exact oracle ${graph.modules.join()}`;
  if (routes === undefined) {
    yield notMeasured(`${name} against decoding`, 'tokens/s', 'The bundle has no routes graph.');
    return;
  }
  const { layers } = bundle.manifest.dimensions;
  const space = new RouteSpace(graph.modules, layers);
  const some = Array.from({ length: STEPS_TIMED }, (_, n) =>
    Math.round((n * (space.count - 1)) / (STEPS_TIMED - 1)),
  );
  const task = { file: bundle.path(routes.file), outputs: ['losses', 'label_losses'], sessions: 1 };
  const times = await timeGraphs({
    threads: usableCores(),
    seconds: SECONDS,
    tasks: [
      oracleTask(bundle, graph, COLUMNS),
      { ...task, name: BATCH.name, feeds: [rows(bundle, space, [...space.all])] },
      { ...task, name: STEPS.name, feeds: some.map((route) => rows(bundle, space, [route])) },
    ],
  });
  const exact = times[oracleName(graph, COLUMNS)] ?? [];
  const perSecond = (milliseconds: readonly number[], tokens: number): number =>
    (1000 * tokens) / median(milliseconds);
  for (const { reference, target, tokens } of [
    { reference: BATCH.name, target: BATCH.target, tokens: 1 },
    { reference: STEPS.name, target: STEPS.target, tokens: 1 / space.count },
  ]) {
    const theirs = times[reference] ?? [];
    yield value(name, 'tokens/s', perSecond(exact, graph.positions), {
      reference: { name: reference, value: perSecond(theirs, tokens) },
      ratio: (medianRatio(theirs, exact) * graph.positions) / tokens,
      target: { timesReference: target },
    });
  }
}

/** Feeds of the routes graph: the last predictor that sees `COLUMNS` columns, once with each route. */
function rows(bundle: Bundle, space: RouteSpace, routes: readonly number[]): Inputs {
  const { layers } = bundle.manifest.dimensions;
  const ids = madeUpIds(bundle, COLUMNS);
  const count = routes.length;
  const position = COLUMNS - 2;
  const each = (number = 0): number[] => new Array<number>(count).fill(number);
  const modules = routes.flatMap((route) => [
    ...space.routeModules.subarray(route * layers, (route + 1) * layers),
  ]);
  return {
    tokens: integers(each(ids[position]), count),
    targets: integers(each(ids[position + 1]), count),
    labels: integers(new Array<number>(count * LABELS).fill(1), count, LABELS),
    positions: integers(each(position), count),
    routes: integers(modules, count, layers),
    ...madeUpContext(bundle, COLUMNS).inputs(),
  };
}
