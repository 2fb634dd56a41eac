/** Says on stderr, now and then, how far a long run is. */
export class Progress {
  private done = 0;
  private said = performance.now();

  constructor(
    private readonly what: string,
    private readonly total: number,
    private readonly everyMs = 5000,
    private readonly write: (line: string) => void = (line) => {
      console.error(line);
    },
  ) {}

  step(): void {
    this.done++;
    if (performance.now() - this.said < this.everyMs) return;
    this.said = performance.now();
    this.write(`${this.what}: ${this.done} of ${this.total}`);
  }
}
