/** Operators by where onnxruntime runs them, from what it says when it loads graphs. */
export class Placement {
  private readonly operators = new Map<string, number>();
  private provider = '';
  private total = 0;

  /** Takes a line of standard error, whatever it says. */
  read(line: string): void {
    const placed = /placed on \[(\w+)\]\. Number of nodes: (\d+)/.exec(line);
    if (placed) {
      this.provider = placed[1] ?? '';
      this.total += Number(placed[2]);
      return;
    }
    const operator = /VerifyEachNodeIsAssignedToAnEp\] +(\w+) \(/.exec(line)?.[1];
    if (operator === undefined || this.provider !== 'CPUExecutionProvider') return;
    this.operators.set(operator, (this.operators.get(operator) ?? 0) + 1);
  }

  /** Of a provider other than the CPU: what it leaves to the CPU, as a sentence; `undefined`: nothing. */
  leftToCpu(): string | undefined {
    const counts = [...this.operators].sort(([, one], [, other]) => other - one);
    const sum = counts.reduce((total, [, count]) => total + count, 0);
    if (sum === 0) return undefined;
    const list = counts.map(([operator, count]) => `${String(count)} ${operator}`).join(', ');
    return `${String(sum)} of its ${String(this.total)} operators run on the CPU: ${list}.`;
  }
}
