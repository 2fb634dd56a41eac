/** Keeps those of highest value, highest first; of equal ones the first that came. */
export class Strongest<Entry> {
  private readonly kept: { readonly entry: Entry; readonly value: number }[] = [];

  constructor(private readonly most: number) {}

  add(entry: Entry, value: number): void {
    const { kept, most } = this;
    if (kept.length === most && value <= (kept.at(-1)?.value ?? Number.POSITIVE_INFINITY)) return;
    const at = kept.findIndex((other) => other.value < value);
    kept.splice(at < 0 ? kept.length : at, 0, { entry, value });
    if (kept.length > most) kept.pop();
  }

  get entries(): readonly Entry[] {
    return this.kept.map(({ entry }) => entry);
  }
}
