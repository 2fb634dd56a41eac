import type { Row } from './row';

/** One of the paper's figures for our model: `figure-ID.csv`, and `figure-ID.svg` drawn from nothing but its rows. */
export interface Figure {
  readonly id: string;
  readonly title: string;
  /** For the page: what is shown, in which context, of how much text. */
  readonly caption: string;
  readonly rows: readonly Row[];
  readonly svg: string;
}
