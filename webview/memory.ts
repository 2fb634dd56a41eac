/** Where a page keeps the state of its controls between two lives: hidden and shown, moved, window reloaded. */
export interface Memory {
  /** `undefined` at first. */
  read(): unknown;
  write(value: unknown): void;
}
