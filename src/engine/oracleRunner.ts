import { integers, type Input, type RunnableGraph } from './graph';
import type { KeyValues } from './keyValues';
import type { Labels } from './labels';
import { oracleInputs } from './oracleInputs';
import type { Outputs } from './outputs';

/** What one run of an oracle graph finds out about a block of predictors. */
export interface OracleBlock {
  /** [positions, routes] nats. */
  readonly losses: Float32Array;
  /** [positions, routes] nats: the mean loss of the labels; `undefined` without labels. */
  readonly expected: Float32Array | undefined;
  /** With the other outputs that were asked for. */
  readonly outputs: Outputs;
}

/** An oracle graph of a bundle: all routes of a block of predictors in one run. */
export class OracleRunner {
  constructor(
    private readonly graph: RunnableGraph,
    /** Predictors that the graph takes at once. */
    readonly positions: number,
  ) {}

  /**
   * Predictors `first` to `first + positions - 1` of a window whose tokens are `ids`, BOS first. `labels` are left aside by
   * graphs that take none. Throws Failure('provider').
   */
  async run(
    ids: Int32Array,
    first: number,
    keyValues: KeyValues,
    labels: Labels | undefined,
    more: readonly string[] = [],
  ): Promise<OracleBlock> {
    const { graph, positions } = this;
    const inputs = oracleInputs(ids, first, positions, keyValues);
    if (!graph.takes('labels')) {
      const outputs = await graph.run(inputs, ['losses', ...more]);
      return { losses: outputs.floats('losses'), expected: undefined, outputs };
    }
    const labelled = { ...inputs, labels: this.labelInput(labels, first) };
    const further = labels === undefined ? more : ['label_losses', ...more];
    const outputs = await graph.run(labelled, ['losses', ...further]);
    const expected =
      labels && meanOverLabels(outputs.floats('label_losses'), positions, labels.perPosition);
    return { losses: outputs.floats('losses'), expected, outputs };
  }

  /** A graph with this input has to be fed. */
  private labelInput(labels: Labels | undefined, first: number): Input {
    const { positions } = this;
    return labels === undefined
      ? integers(new Int32Array(positions), positions, 1)
      : integers(labels.block(first, positions), positions, labels.perPosition);
  }
}

/** [positions, labels, routes] to [positions, routes]. */
function meanOverLabels(losses: Float32Array, positions: number, labels: number): Float32Array {
  const routes = losses.length / (positions * labels);
  const means = new Float32Array(positions * routes);
  for (let position = 0; position < positions; position++) {
    for (let route = 0; route < routes; route++) {
      let sum = 0;
      for (let label = 0; label < labels; label++) {
        sum += losses[(position * labels + label) * routes + route] ?? Number.NaN;
      }
      means[position * routes + route] = sum / labels;
    }
  }
  return means;
}
