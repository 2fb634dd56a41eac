import path from 'node:path';
import type { GraphSignature, Slot } from './graphSignature';
import { ONNX_DOMAIN } from './onnx/messages';
import type { OnnxModel } from './onnx/onnxModel';
import type { TensorType } from './onnx/tensorType';

/** What a graph may be made of. */
export interface GraphRules {
  readonly signature: GraphSignature;
  /** Domains of the operators that it may use. */
  readonly domains: readonly string[];
  /** The oldest version of ONNX's operators; absent: any. */
  readonly oldestOpset?: number;
  /** Length of each file of the bundle, by its path in it. */
  readonly files: ReadonlyMap<string, number>;
}

/** What keeps a graph from being used, each to be read after its path in the bundle, `file`. */
export function* graphProblems(
  file: string,
  model: OnnxModel,
  rules: GraphRules,
): Generator<string> {
  yield* operatorProblems(model, rules);
  for (const [location, end] of model.external) {
    const inside = path.posix.join(path.posix.dirname(file), location);
    const size = path.posix.isAbsolute(location) ? undefined : rules.files.get(inside);
    if (size === undefined) {
      yield `keeps weights in "${location}", which is no file of the bundle`;
    } else if (end > size) {
      yield `keeps weights in ${end} bytes of ${inside}, which has ${size}`;
    }
  }
  yield* slotProblems(model, rules.signature);
}

function* operatorProblems(
  { opsets, operators, functionDomains }: OnnxModel,
  { domains, oldestOpset = 1 }: GraphRules,
): Generator<string> {
  const known = domains.map((domain) => (domain === ONNX_DOMAIN ? 'ONNX itself' : domain));
  const only = `; only those of ${known.join(' and ')} can be`;
  for (const [domain, [operator = '']] of operators) {
    if (!domains.includes(domain)) yield `uses the operator ${operator} of ${domain}${only}`;
  }
  for (const domain of functionDomains) {
    if (!domains.includes(domain)) yield `defines functions of ${domain}${only}`;
  }
  if (operators.get('com.microsoft')?.has(LOADS_FILES) === true) {
    yield `uses the operator ${LOADS_FILES}, which loads files of its own`;
  }
  const opset = opsets.get(ONNX_DOMAIN) ?? 0;
  if (opset < oldestOpset) {
    yield `is written in opset ${opset} of ONNX, which has to be ${oldestOpset} or later`;
  }
}

/** An operator that holds what an execution provider compiled before, or names a file with it. */
const LOADS_FILES = 'EPContext';

function* slotProblems(
  { inputs, outputs }: OnnxModel,
  expected: GraphSignature,
): Generator<string> {
  const takes = new Map(inputs.map((input) => [input.name, input]));
  for (const slot of expected.inputs) {
    const input = takes.get(slot.name);
    if (input === undefined) {
      if (slot.optional !== true) yield `has no input ${slot.name}, ${written(slot)}`;
    } else if (!fits(input, slot) || !staysOpen(input, slot)) {
      yield `takes ${slot.name} as ${told(input)} instead of ${written(slot)}`;
    }
  }
  for (const { name } of inputs) {
    if (!expected.inputs.some((slot) => slot.name === name)) {
      yield `needs an input ${name}, which is not in the format`;
    }
  }
  const gives = new Map(outputs.map((output) => [output.name, output]));
  for (const slot of expected.outputs) {
    if (slot.with !== undefined && !takes.has(slot.with)) continue;
    const output = gives.get(slot.name);
    if (output === undefined) {
      if (slot.optional !== true) yield `has no output ${slot.name}, ${written(slot)}`;
    } else if (!fits(output, slot)) {
      yield `gives ${slot.name} as ${told(output)} instead of ${written(slot)}`;
    }
  }
}

/** Whether nothing that is said of a tensor contradicts what it has to be. */
function fits({ elements, shape }: TensorType, slot: Slot): boolean {
  if (TYPES.get(elements) !== slot.type) return false;
  if (shape === undefined) return true;
  return (
    shape.length === slot.shape.length &&
    shape.every((size, at) => {
      const wanted = slot.shape[at];
      return typeof size === 'string' || typeof wanted === 'string' || size === wanted;
    })
  );
}

/** Whether an input can be fed with any size where it has to. What is said of an output binds nobody. */
function staysOpen({ shape }: TensorType, slot: Slot): boolean {
  const open = (size: number | string): boolean => typeof size === 'string';
  return shape === undefined || shape.every((size, at) => open(size) || !open(slot.shape[at] ?? 0));
}

/** ONNX's numbers of element types. */
const TYPES: ReadonlyMap<number, string> = new Map([
  [1, 'float32'],
  [2, 'uint8'],
  [3, 'int8'],
  [5, 'int16'],
  [6, 'int32'],
  [7, 'int64'],
  [9, 'bool'],
  [10, 'float16'],
  [11, 'float64'],
  [16, 'bfloat16'],
]);

function told({ elements, shape }: TensorType): string {
  const type = TYPES.get(elements) ?? `type ${elements}`;
  return shape === undefined ? type : written({ type, shape });
}

function written({ type, shape }: { type: string; shape: readonly (number | string)[] }): string {
  return `${type} [${shape.map((size) => (size === '' ? '?' : size)).join(', ')}]`;
}
