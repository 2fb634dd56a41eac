/** By the output's name. */
export type OutputData = Readonly<Record<string, unknown>>;

/** What a run returned. */
export class Outputs {
  constructor(private readonly data: OutputData) {}

  floats(name: string): Float32Array {
    const data = this.data[name];
    if (data instanceof Float32Array) return data;
    throw new Error(`The graph has no float32 output ${name}.`);
  }

  integers(name: string): BigInt64Array {
    const data = this.data[name];
    if (data instanceof BigInt64Array) return data;
    throw new Error(`The graph has no int64 output ${name}.`);
  }
}
