import path from 'node:path';
import { floats } from '../../../src/engine/graph';
import { ROOT } from '../../paths';
import type { ProductShape } from '../flops';
import type { GraphTask } from './graphJob';

/** One matrix product; models/training/duo_training/product_graph.py makes it. */
const FILE = path.join(ROOT, 'scripts/bench/graphs/product.onnx');

/** The shape by which a machine is judged: large enough for its best rate. */
export const REFERENCE_SHAPE: ProductShape = [2048, 256, 1024];

/** `A [rows, inner] @ B [inner, columns]`. Only one number leaves the graph: copying the others would take as long. */
export function productTask(shape: ProductShape): GraphTask {
  const [rows, inner, columns] = shape;
  const a = floats(new Float32Array(rows * inner).fill(0.5), rows, inner);
  const b = floats(new Float32Array(inner * columns).fill(0.5), inner, columns);
  return {
    name: productName(shape),
    file: FILE,
    feeds: [{ a, b }],
    outputs: ['first'],
    sessions: 1,
  };
}

export function productName(shape: ProductShape): string {
  return `MatMul ${shape.join('x')}`;
}
