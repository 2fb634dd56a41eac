import { PREDICTIONS_PER_TOKEN } from '../core/analysisEvent';
import { attentionCount, type BundleManifest, type OracleGraph } from '../core/bundleFormat';

/** What a graph of a bundle takes and gives, as models/README.md says. */
export interface GraphSignature {
  readonly inputs: readonly Slot[];
  readonly outputs: readonly Slot[];
}

/** An input or output. */
export interface Slot {
  readonly name: string;
  readonly type: ElementType;
  /** A letter for a dimension that has to be open. */
  readonly shape: readonly (number | string)[];
  readonly optional?: boolean;
  /** There only together with the input of this name. */
  readonly with?: string;
}

export type ElementType = 'int64' | 'float32';

export function forwardSignature(manifest: BundleManifest): GraphSignature {
  const { layers } = manifest.dimensions;
  return {
    inputs: [
      { name: 'input_ids', type: 'int64', shape: [1, 'T'] },
      { name: 'routes', type: 'int64', shape: [1, 'T', layers] },
      { name: 'router', type: 'int64', shape: [1] },
    ],
    outputs: [
      { name: 'loss', type: 'float32', shape: [1, 'T'] },
      { name: 'routes_taken', type: 'int64', shape: [1, 'T', layers] },
      { name: 'top_ids', type: 'int64', shape: [1, 'T', PREDICTIONS_PER_TOKEN] },
      { name: 'top_logprobs', type: 'float32', shape: [1, 'T', PREDICTIONS_PER_TOKEN] },
      { name: 'logprobs', type: 'float32', shape: [1, 'T', manifest.vocabulary], optional: true },
      { name: 'predicted_difficulty', type: 'float32', shape: [1, 'T'], optional: true },
      ...keysAndValues(manifest, 'T'),
    ],
  };
}

export function oracleSignature(
  manifest: BundleManifest,
  { modules, positions }: OracleGraph,
): GraphSignature {
  const { dimensions } = manifest;
  const routes = modules.length ** dimensions.layers;
  const attentions = Array.from({ length: attentionCount(dimensions) }, (_, at) => at);
  const nodes = attentions.flatMap((attention): Slot[] => {
    const choices = Math.ceil(attention / dimensions.stages);
    const { keyValueHeads, headWidth } = dimensions;
    const shape = [modules.length ** choices, keyValueHeads, headWidth];
    return [
      { name: `node_keys_${attention}`, type: 'float32', shape },
      { name: `node_values_${attention}`, type: 'float32', shape },
    ];
  });
  return {
    inputs: [
      { name: 'tokens', type: 'int64', shape: [positions] },
      { name: 'targets', type: 'int64', shape: [positions] },
      { name: 'labels', type: 'int64', shape: [positions, 'J'], optional: true },
      { name: 't0', type: 'int64', shape: [1] },
      { name: 'mask', type: 'float32', shape: [1 + positions, 'C'] },
      ...keysAndValues(manifest, 'C'),
    ],
    outputs: [
      { name: 'losses', type: 'float32', shape: [positions, routes] },
      { name: 'label_losses', type: 'float32', shape: [positions, 'J', routes], with: 'labels' },
      ...(positions === 1 ? nodes : []),
    ],
  };
}

export function routesSignature(manifest: BundleManifest): GraphSignature {
  return {
    inputs: [
      { name: 'tokens', type: 'int64', shape: ['N'] },
      { name: 'targets', type: 'int64', shape: ['N'] },
      { name: 'labels', type: 'int64', shape: ['N', 'J'], optional: true },
      { name: 'positions', type: 'int64', shape: ['N'] },
      { name: 'routes', type: 'int64', shape: ['N', manifest.dimensions.layers] },
      ...keysAndValues(manifest, 'C'),
    ],
    outputs: [
      { name: 'losses', type: 'float32', shape: ['N'] },
      { name: 'label_losses', type: 'float32', shape: ['N', 'J'], with: 'labels' },
    ],
  };
}

/** Of all attentions, with a column for each position. */
function keysAndValues({ dimensions }: BundleManifest, columns: string): Slot[] {
  const { keyValueHeads, headWidth } = dimensions;
  const heads = [attentionCount(dimensions), keyValueHeads];
  return [
    { name: 'keys', type: 'float32', shape: [...heads, headWidth, columns] },
    { name: 'values', type: 'float32', shape: [...heads, columns, headWidth] },
  ];
}
