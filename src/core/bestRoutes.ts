/** The best few routes seen: lowest loss first, the lower route where losses are equal. */
export class BestRoutes {
  private readonly kept: { readonly route: number; readonly loss: number }[] = [];

  constructor(private readonly most: number) {}

  get routes(): number[] {
    return this.kept.map(({ route }) => route);
  }

  add(route: number, loss: number): void {
    const at = this.kept.findIndex((other) => {
      return loss < other.loss || (loss === other.loss && route < other.route);
    });
    this.kept.splice(at < 0 ? this.kept.length : at, 0, { route, loss });
    if (this.kept.length > this.most) this.kept.pop();
  }
}
