/** A cell of the grid. */
export interface GridPlace {
  readonly token: number;
  readonly layer: number;
}
