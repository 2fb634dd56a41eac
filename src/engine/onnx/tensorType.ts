/** An input or output of a graph. */
export interface TensorType {
  readonly name: string;
  /** ONNX's number for the type of its elements; 0: it is no tensor. */
  readonly elements: number;
  /** A text for a dimension that is open; `undefined`: nothing is said of the shape. */
  readonly shape: readonly (number | string)[] | undefined;
}
