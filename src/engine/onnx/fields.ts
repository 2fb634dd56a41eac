import { PbfReader } from 'pbf';

/** What to do with the fields of a protobuf message, by their numbers; the others are left aside. */
export type Fields<Target> = Readonly<Record<number, (field: Field, target: Target) => void>>;

/** Wire types. */
const VARINT = 0;
const BYTES = 2;

/**
 * The field of a protobuf message at which a reader stands. The reader itself believes whatever lengths and types a file
 * states; here an Error with the problem is thrown where they do not fit.
 */
export class Field {
  private constructor(private readonly reader: PbfReader) {}

  /** Reads a whole file, which is one message. Returns `target`. */
  static readAll<Target>(bytes: Uint8Array, fields: Fields<Target>, target: Target): Target {
    return new Field(new PbfReader(bytes)).fields(bytes.length, fields, target);
  }

  /** A message inside the message. Returns `target`. */
  message<Target>(fields: Fields<Target>, target: Target): Target {
    return this.fields(this.end(), fields, target);
  }

  text(): string {
    this.expect(BYTES);
    const text = this.reader.readString();
    if (this.reader.pos > this.reader.length) throw cutShort();
    return text;
  }

  integer(): number {
    this.expect(VARINT);
    return this.reader.readVarint(true);
  }

  private fields<Target>(end: number, fields: Fields<Target>, target: Target): Target {
    const { reader } = this;
    for (let number = reader.nextField(end); number !== 0; number = reader.nextField(end)) {
      fields[number]?.(this, target);
    }
    if (reader.pos !== end) throw cutShort();
    return target;
  }

  /** Goes to the beginning of this field's bytes. Returns where they end. */
  private end(): number {
    this.expect(BYTES);
    const end = this.reader.readVarint() + this.reader.pos;
    if (end > this.reader.length) throw cutShort();
    return end;
  }

  private expect(type: number): void {
    if (this.reader.type !== type) throw new Error('a field is of another type than it should be');
  }
}

function cutShort(): Error {
  return new Error('it ends inside a field');
}
