import type { Hindsight } from '../../src/core/hindsight';
import { hindsightInWords, hindsightVerdict } from '../../src/core/words';

/** What the oracle's numbers are not: within reach. Said where hindsight is not measured. */
export const HINDSIGHT =
  'The oracle chooses in hindsight, knowing each answer: no router could have all of its lead.';

/** Big layers per token by which two budgets may differ and still be called the same compute. */
const SAME_COMPUTE = 0.1;

/** What the losses of two mean budgets differ by is not all due to the choice when the budgets differ too. */
export function differenceInWords(oracle: number | null, router: number | null): string {
  const same = oracle === null || router === null || Math.abs(router - oracle) <= SAME_COMPUTE;
  return same ? 'from oracle to router' : 'from oracle to router, at different compute';
}

/** All there is to say about hindsight under a question; `undefined`: it is not known yet. */
export function leadInWords(hindsight: Hindsight | undefined): string {
  if (hindsight === undefined) return 'Hindsight is being measured.';
  const { advantage, interval } = hindsight;
  if (advantage === null) return '';
  const share = hindsightInWords(hindsight);
  if (share === undefined) {
    return 'The oracle has no lead over the fixed route here.';
  }
  return [
    `Hindsight: ${share}.`,
    hindsightVerdict(hindsight),
    interval === null ? 'The text is too short for an interval.' : undefined,
  ]
    .filter((sentence) => sentence !== undefined)
    .join(' ');
}

/** Where things lie on the way from the fixed route (0) to the oracle (1). */
export interface Way {
  /** How far the choice without hindsight comes. */
  readonly kept: number;
  /** Of it, from and to; `null`: not known. */
  readonly interval: readonly [from: number, to: number] | null;
}

/** `undefined`: there is no way between the two. */
export function wayOf({ share, interval }: Hindsight): Way | undefined {
  if (share === null) return undefined;
  const part = (gone: number): number => Math.max(0, Math.min(1, 1 - gone));
  return {
    kept: part(share),
    interval: interval && [part(interval[1]), part(interval[0])],
  };
}
