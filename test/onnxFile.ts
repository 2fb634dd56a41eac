import { PbfReader, PbfWriter } from 'pbf';

/** What to make of the parts of a protobuf message. */
export interface Rewriting {
  /** Each field of such a number, whose value is bytes, is replaced; left out where nothing is returned. */
  readonly change?: Readonly<Record<number, (value: Uint8Array) => Uint8Array | undefined>>;
  /** Each field of such a number, whose value is a whole number, is replaced. */
  readonly set?: Readonly<Record<number, number>>;
  /** Fields that are added at the end, by number. */
  readonly add?: readonly (readonly [number, Uint8Array | string])[];
}

/** Writes a protobuf message again, with some fields other than they were. */
export function rewritten(bytes: Uint8Array, { change, set, add = [] }: Rewriting): Uint8Array {
  const reader = new PbfReader(bytes);
  const writer = new PbfWriter();
  for (let number = reader.nextField(); number !== 0; number = reader.nextField()) {
    switch (reader.type) {
      case 0: {
        const value = reader.readVarint(true);
        writer.writeVarintField(number, set?.[number] ?? value);
        break;
      }
      case 2: {
        const value = reader.readBytes();
        const replace = change?.[number];
        const changed = replace === undefined ? value : replace(value);
        if (changed !== undefined) writer.writeBytesField(number, changed);
        break;
      }
      case 5:
        writer.writeFixed32Field(number, reader.readFixed32());
        break;
      default:
        throw new Error(`No ONNX file of ours has a field of wire type ${reader.type}.`);
    }
  }
  for (const [number, value] of add) {
    writer.writeBytesField(number, typeof value === 'string' ? Buffer.from(value) : value);
  }
  return writer.finish();
}

/** A protobuf message of fields that are bytes or texts. */
export function message(...fields: (readonly [number, Uint8Array | string])[]): Uint8Array {
  return rewritten(new Uint8Array(), { add: fields });
}

/** The graph inside an ONNX file. */
export function inGraph(rewriting: Rewriting): Rewriting {
  return { change: { 7: (graph) => rewritten(graph, rewriting) } };
}

/** Does something to those of several parts whose field 1, or another, is this text. */
export function named(
  name: string,
  change: (part: Uint8Array) => Uint8Array | undefined,
  field = 1,
): (part: Uint8Array) => Uint8Array | undefined {
  return (part) => (textIn(part, field) === name ? change(part) : part);
}

function textIn(part: Uint8Array, field: number): string | undefined {
  let text: string | undefined;
  rewritten(part, {
    change: {
      [field]: (value) => {
        text = Buffer.from(value).toString();
        return value;
      },
    },
  });
  return text;
}
