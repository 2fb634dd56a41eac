import type { Part, Parts } from './parts';

type Column = readonly string[] | Int32Array | Float32Array | Int16Array | Uint8Array;
type OfColumns<Columns> = { readonly [Name in keyof Columns]: Column };

/** The page's end of a `PartSender`: puts the parts of a whole together again. */
export class Assembly<Columns extends OfColumns<Columns>> {
  private of = 0;
  private count = 0;
  /** That are not in the columns yet. */
  private arrived: Part<Columns>[] = [];
  private columns: Columns | undefined;

  /** Parts of a whole that another has followed are ignored. */
  take(part: Part<Columns>): void {
    this.follow(part.of);
    if (part.of < this.of) return;
    this.count++;
    this.arrived.push(part);
  }

  /**
   * All of it; `undefined` while parts are missing. Columns keep their identity while they are the same, and are not changed
   * afterwards. `empty`: those of tokens of which nothing is known.
   */
  whole({ of, count, sent }: Parts, empty: () => Columns): Columns | undefined {
    this.follow(of);
    if (of < this.of || sent !== this.count) return undefined;
    this.columns = withParts(this.columns ?? empty(), this.arrived, count);
    this.arrived = [];
    return this.columns;
  }

  private follow(of: number): void {
    if (of <= this.of) return;
    this.of = of;
    this.count = 0;
    this.arrived = [];
    this.columns = undefined;
  }
}

function withParts<Columns extends OfColumns<Columns>>(
  before: Columns,
  parts: readonly Part<Columns>[],
  tokens: number,
): Columns {
  const after = { ...before };
  for (const name of Object.keys(before) as (keyof Columns)[]) {
    const width = before[name].length / tokens;
    const news = parts.flatMap(({ first, columns: { [name]: values } }) => {
      return values === undefined ? [] : [{ at: first * width, values }];
    });
    if (news.length > 0) after[name] = withValues(before[name], news);
  }
  return after;
}

interface Cells {
  readonly length: number;
  [at: number]: string | number;
}

function withValues<Values extends Column>(
  column: Values,
  news: readonly { readonly at: number; readonly values: Column }[],
): Values {
  const copy = column.slice() as Values;
  const cells: Cells = copy;
  for (const { at, values } of news) {
    values.forEach((value: string | number, offset) => {
      cells[at + offset] = value;
    });
  }
  return copy;
}
