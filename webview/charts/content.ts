/** What charts say in words and numbers. */

export interface TooltipRow {
  readonly name: string;
  /** One for each column. */
  readonly values: readonly string[];
  /** Class of a series or module whose colour is shown before the name. */
  readonly look?: string;
}

export interface TooltipContent {
  readonly title: string;
  /** Headings over the values, where there are several. */
  readonly columns?: readonly string[];
  readonly rows: readonly TooltipRow[];
  readonly note?: string;
}

/** The numbers of a chart. The first cell of a row is its heading. */
export interface Numbers {
  readonly caption: string;
  readonly headings: readonly string[];
  readonly rows: readonly (readonly string[])[];
}
