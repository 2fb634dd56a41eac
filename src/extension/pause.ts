/** Lets the extension host do something else for a moment: whatever waits, also when a message has just come. */
export async function pause(): Promise<void> {
  // Behind a message the first comes at once, before timers.
  await turn();
  await turn();
}

function turn(): Promise<void> {
  return new Promise(setImmediate);
}
