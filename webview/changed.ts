/** Whether any of these parts is another than when it was drawn last: parts of the state keep their identity while they are the same. */
export function changed<State extends object>(
  now: State,
  drawn: State | undefined,
  parts: readonly (keyof State)[],
): boolean {
  return drawn === undefined || parts.some((part) => now[part] !== drawn[part]);
}
