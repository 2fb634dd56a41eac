/**
 * A small deterministic generator (sfc32), so that a shown number can be reproduced from its seed on every platform.
 * Returns a function that draws a whole number from 0 to `below - 1`, each equally likely; `below` at most 2^20.
 */
export function seededDraw(seed: number): (below: number) => number {
  let a = 0x9e3779b9;
  let b = 0x243f6a88;
  let c = seed | 0;
  let counter = 1;
  const next = (): number => {
    const mixed = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + mixed;
    return mixed >>> 0;
  };
  // The first outputs still resemble the seed.
  for (let skipped = 0; skipped < 12; skipped++) next();
  return (below) => Math.floor((next() * below) / 2 ** 32);
}
