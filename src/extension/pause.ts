/** Lets the extension host do something else for a moment. */
export function pause(): Promise<void> {
  return new Promise(setImmediate);
}
