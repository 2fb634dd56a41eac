/**
 * What is worth saying aloud while something runs: each quarter once. Every event would drown out all else that a screen
 * reader has to say.
 */
export class Milestones {
  private said = 0;

  /** @returns the quarters reached since the last call, in percent; `undefined`: nothing new. */
  reach(known: number, total: number): number | undefined {
    const quarter = total === 0 ? 0 : Math.floor((4 * known) / total);
    if (quarter <= this.said) return undefined;
    this.said = quarter;
    return quarter * 25;
  }

  restart(): void {
    this.said = 0;
  }
}
