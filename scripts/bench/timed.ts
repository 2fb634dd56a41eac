/** Milliseconds that each of `count` calls takes, after `warmUp` calls that do not count. */
export function timed(count: number, warmUp: number, call: (at: number) => void): number[] {
  const samples: number[] = [];
  for (let at = -warmUp; at < count; at++) {
    const began = performance.now();
    call(at + warmUp);
    if (at >= 0) samples.push(performance.now() - began);
  }
  return samples;
}

/** The same for calls that are to be awaited. */
export async function timedEach(
  count: number,
  warmUp: number,
  call: (at: number) => Promise<void>,
): Promise<number[]> {
  const samples: number[] = [];
  for (let at = -warmUp; at < count; at++) {
    const began = performance.now();
    await call(at + warmUp);
    if (at >= 0) samples.push(performance.now() - began);
  }
  return samples;
}
