import { Failure } from '../core/failure';

/** Reads the properties of an object that comes from outside. Throws Failure('request') with a sentence for what is wrong. */
export class Inputs {
  private readonly values: ReadonlyMap<string, unknown>;
  private readonly known = new Set<string>();

  constructor(value: unknown) {
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    if (!isObject) throw this.wrong('it is no object');
    this.values = new Map(Object.entries(value));
  }

  text(name: string): string | undefined {
    return this.read(name, 'a text', (value) => (typeof value === 'string' ? value : undefined));
  }

  flag(name: string): boolean | undefined {
    return this.read(name, 'true or false', (value) =>
      typeof value === 'boolean' ? value : undefined,
    );
  }

  wholeNumber(name: string, least: number, most = Number.MAX_SAFE_INTEGER): number | undefined {
    const to = most === Number.MAX_SAFE_INTEGER ? '' : ` to ${String(most)}`;
    return this.read(name, `a whole number from ${String(least)}${to}`, (value) => {
      const fits = Number.isInteger(value) && Number(value) >= least && Number(value) <= most;
      return fits ? Number(value) : undefined;
    });
  }

  oneOf<Choice extends string>(name: string, choices: readonly Choice[]): Choice | undefined {
    const allowed = `one of ${choices.join(' | ')}`;
    return this.read(name, allowed, (value) => choices.find((choice) => choice === value));
  }

  required<Value>(name: string, value: Value | undefined): Value {
    if (value === undefined) throw this.wrong(`"${name}" is missing`);
    return value;
  }

  /** To be called when all that is known has been read. */
  end(): void {
    const strange = [...this.values.keys()].find((name) => !this.known.has(name));
    if (strange === undefined) return;
    throw this.wrong(`there is no such input; there are ${[...this.known].join(', ')}`);
  }

  wrong(problem: string): Failure {
    return new Failure('request', `The question cannot be read: ${problem}.`);
  }

  /** `undefined` and `null` are the same as left out: not every assistant can leave something out. */
  private read<Value>(
    name: string,
    allowed: string,
    parse: (value: unknown) => Value | undefined,
  ): Value | undefined {
    this.known.add(name);
    const value = this.values.get(name) ?? undefined;
    if (value === undefined) return undefined;
    const parsed = parse(value);
    if (parsed === undefined) throw this.wrong(`"${name}" is not ${allowed}`);
    return parsed;
  }
}
