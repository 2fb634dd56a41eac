import { Field } from './fields';
import { Found, MODEL } from './messages';
import type { TensorType } from './tensorType';

/** What an ONNX file says of itself, as far as it has to be known before a runtime is given it. */
export interface OnnxModel {
  /** Version of each operator set that is imported, by its domain. */
  readonly opsets: ReadonlyMap<string, number>;
  /** Names of the operators that are used anywhere in the file, by their domain. */
  readonly operators: ReadonlyMap<string, ReadonlySet<string>>;
  /** Domains of the functions that the file defines. */
  readonly functionDomains: ReadonlySet<string>;
  /** Those that have to be fed. */
  readonly inputs: readonly TensorType[];
  readonly outputs: readonly TensorType[];
  /** Other files that tensors anywhere in the file are kept in, by their path from its folder: where the last of them ends. */
  readonly external: ReadonlyMap<string, number>;
}

/** How files go on after four bytes that onnxruntime takes for its own format, whatever they are called. */
const RUNTIME_FORMAT = 'ORTM';

/** Reads an ONNX file. Throws an Error with the problem. */
export function readOnnxModel(bytes: Uint8Array): OnnxModel {
  if (Buffer.from(bytes.subarray(4, 8)).toString('latin1') === RUNTIME_FORMAT) {
    throw new Error('it is in a format of onnxruntime’s own');
  }
  const found = Field.readAll(bytes, MODEL, new Found());
  const { opsets, operators, functionDomains, external, graph } = found;
  const inputs = graph.inputs.filter(({ name }) => !graph.initializers.has(name));
  return { opsets, operators, functionDomains, external, inputs, outputs: graph.outputs };
}
