/** Standard output that waits for its turn: what came before is shown then, what comes later at once. */
export class HeldOutput {
  private held: Buffer[] | undefined = [];

  readonly write = (part: Buffer): void => {
    if (this.held === undefined) process.stdout.write(part);
    else this.held.push(part);
  };

  release(): void {
    for (const part of this.held ?? []) process.stdout.write(part);
    this.held = undefined;
  }
}
