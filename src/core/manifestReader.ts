import { Failure } from './failure';

/** Reads one value of untrusted bundle JSON; each failure is a sentence that names the field. */
export class ManifestReader {
  constructor(
    readonly value: unknown,
    private readonly path = '',
  ) {}

  /** A field of an object; an absent one reads as `undefined`, which no type accepts. */
  field(name: string): ManifestReader {
    if (typeof this.value !== 'object' || this.value === null || Array.isArray(this.value)) {
      throw this.failure('must be an object');
    }
    const fields = this.value as Readonly<Record<string, unknown>>;
    const path = this.path === '' ? name : `${this.path}.${name}`;
    return new ManifestReader(Object.hasOwn(fields, name) ? fields[name] : undefined, path);
  }

  /** The same place with a value for what is absent. */
  or(value: unknown): ManifestReader {
    return this.value === undefined ? new ManifestReader(value, this.path) : this;
  }

  list<T>(read: (entry: ManifestReader) => T): T[] {
    if (!Array.isArray(this.value)) throw this.failure('must be a list');
    return this.value.map((entry, at) =>
      read(new ManifestReader(entry, `${this.path}[${String(at)}]`)),
    );
  }

  text(): string {
    if (typeof this.value !== 'string' || this.value === '') {
      throw this.failure('must be a non-empty text');
    }
    return this.value;
  }

  number(least: number): number {
    if (typeof this.value !== 'number' || !Number.isFinite(this.value) || this.value < least) {
      throw this.failure(`must be a number of at least ${String(least)}`);
    }
    return this.value;
  }

  integer(least: number): number {
    if (!Number.isSafeInteger(this.value) || this.number(least) < least) {
      throw this.failure(`must be a whole number of at least ${String(least)}`);
    }
    return this.number(least);
  }

  oneOf<T>(accepts: (value: unknown) => value is T, what: string): T {
    if (!accepts(this.value)) throw this.failure(`must be ${what}`);
    return this.value;
  }

  failure(problem: string): Failure {
    return new Failure(
      'bundle',
      `duo.json${this.path && `: ${this.path}`} ${problem}; the bundle is damaged or was made for another version.`,
    );
  }
}
