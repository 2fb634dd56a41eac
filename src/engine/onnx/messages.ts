import type { Field, Fields } from './fields';
import type { TensorType } from './tensorType';

// The messages of onnx.proto, their fields by number. Of operators, functions and outside data everything is found: where a
// field comes more than once, the runtime may take another one than we would.

/** The domain of ONNX's own operators, which may also be written `ai.onnx`. */
export const ONNX_DOMAIN = '';

/** What has been found so far. */
export class Found {
  readonly opsets = new Map<string, number>();
  readonly operators = new Map<string, Set<string>>();
  readonly functionDomains = new Set<string>();
  readonly external = new Map<string, number>();
  readonly graph = new FoundGraph(this);

  addOperator(domain: string, name: string): void {
    const names = this.operators.get(domain) ?? new Set();
    this.operators.set(domain, names.add(name));
  }
}

class FoundGraph {
  readonly inputs: TensorType[] = [];
  readonly outputs: TensorType[] = [];
  readonly initializers = new Set<string>();

  constructor(readonly file: Found) {}
}

export const MODEL: Fields<Found> = {
  7: (field, found) => {
    field.message(GRAPH, found.graph);
  },
  8: (field, { opsets }) => {
    const { domain, version } = field.message(OPSET, { domain: '', version: 0 });
    opsets.set(domainOf(domain), version);
  },
  25: (field, found) => {
    field.message(FUNCTION, found);
  },
};

const OPSET: Fields<{ domain: string; version: number }> = {
  1: (field, opset) => {
    opset.domain = field.text();
  },
  2: (field, opset) => {
    opset.version = field.integer();
  },
};

const FUNCTION: Fields<Found> = {
  7: (field, found) => {
    readNode(field, found);
  },
  10: (field, { functionDomains }) => {
    functionDomains.add(domainOf(field.text()));
  },
  11: (field, found) => {
    field.message(ATTRIBUTE, found);
  },
};

const GRAPH: Fields<FoundGraph> = {
  1: (field, { file }) => {
    readNode(field, file);
  },
  5: (field, { file, initializers }) => {
    initializers.add(readTensor(field, file));
  },
  11: (field, { inputs }) => {
    inputs.push(readValue(field));
  },
  12: (field, { outputs }) => {
    outputs.push(readValue(field));
  },
  15: (field, { file, initializers }) => {
    initializers.add(readSparseTensor(field, file));
  },
};

function readNode(field: Field, file: Found): void {
  const { domain, operator } = field.message(NODE, new FoundNode(file));
  file.addOperator(domainOf(domain), operator);
}

class FoundNode {
  domain = '';
  operator = '';

  constructor(readonly file: Found) {}
}

const NODE: Fields<FoundNode> = {
  4: (field, node) => {
    node.operator = field.text();
  },
  5: (field, { file }) => {
    field.message(ATTRIBUTE, file);
  },
  7: (field, node) => {
    node.domain = field.text();
  },
};

/** Tensors, graphs and sparse tensors: one of each, or a list. */
const ATTRIBUTE: Fields<Found> = {
  5: (field, file) => readTensor(field, file),
  6: (field, file) => field.message(GRAPH, new FoundGraph(file)),
  10: (field, file) => readTensor(field, file),
  11: (field, file) => field.message(GRAPH, new FoundGraph(file)),
  22: (field, file) => readSparseTensor(field, file),
  23: (field, file) => readSparseTensor(field, file),
};

/** Returns its name. */
function readTensor(field: Field, file: Found): string {
  const tensor = field.message(TENSOR, new FoundTensor());
  const { locations, isExternal } = tensor;
  const end = bytes(tensor.offset) + bytes(tensor.length);
  for (const location of isExternal && locations.length === 0 ? [''] : locations) {
    file.external.set(location, Math.max(end, file.external.get(location) ?? 0));
  }
  return tensor.name;
}

/** What is no number of bytes is more than any file has. */
function bytes(written: string): number {
  return /^\d+$/.test(written) ? Number(written) : Infinity;
}

class FoundTensor {
  name = '';
  isExternal = false;
  readonly locations: string[] = [];
  /** Decimal, in bytes. */
  offset = '0';
  length = '0';
}

const EXTERNAL = 1;

const TENSOR: Fields<FoundTensor> = {
  8: (field, tensor) => {
    tensor.name = field.text();
  },
  13: (field, tensor) => {
    const { key, value } = field.message(STRING_ENTRY, { key: '', value: '' });
    if (key === 'location') tensor.locations.push(value);
    if (key === 'offset') tensor.offset = value;
    if (key === 'length') tensor.length = value;
  },
  14: (field, tensor) => {
    tensor.isExternal = field.integer() === EXTERNAL;
  },
};

const STRING_ENTRY: Fields<{ key: string; value: string }> = {
  1: (field, entry) => {
    entry.key = field.text();
  },
  2: (field, entry) => {
    entry.value = field.text();
  },
};

/** Returns its name, which is that of its values. */
function readSparseTensor(field: Field, file: Found): string {
  return field.message(SPARSE_TENSOR, { file, name: '' }).name;
}

const SPARSE_TENSOR: Fields<{ readonly file: Found; name: string }> = {
  1: (field, sparse) => {
    sparse.name = readTensor(field, sparse.file);
  },
  2: (field, { file }) => {
    readTensor(field, file);
  },
};

function readValue(field: Field): TensorType {
  return field.message(VALUE, new FoundValue());
}

class FoundValue {
  name = '';
  elements = 0;
  shape: (number | string)[] | undefined;
}

const VALUE: Fields<FoundValue> = {
  1: (field, value) => {
    value.name = field.text();
  },
  2: (field, value) => {
    field.message(TYPE, value);
  },
};

const TYPE: Fields<FoundValue> = {
  1: (field, value) => {
    field.message(TENSOR_TYPE, value);
  },
};

const TENSOR_TYPE: Fields<FoundValue> = {
  1: (field, value) => {
    value.elements = field.integer();
  },
  2: (field, value) => {
    value.shape = field.message(SHAPE, []);
  },
};

const SHAPE: Fields<(number | string)[]> = {
  1: (field, shape) => {
    const { size } = field.message(DIMENSION, { size: '' });
    shape.push(size);
  },
};

const DIMENSION: Fields<{ size: number | string }> = {
  1: (field, dimension) => {
    const size = field.integer();
    // Some exporters write -1 for what is open.
    if (size >= 0) dimension.size = size;
  },
  2: (field, dimension) => {
    dimension.size = field.text();
  },
};

function domainOf(written: string): string {
  return written === 'ai.onnx' ? ONNX_DOMAIN : written;
}
