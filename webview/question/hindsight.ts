/** What the oracle's numbers are not: within reach. */
export const HINDSIGHT =
  'The oracle chooses in hindsight, knowing each answer: no router could have all of its lead.';

/** Big layers per token by which two budgets may differ and still be called the same compute. */
const SAME_COMPUTE = 0.1;

/** What the losses of two mean budgets differ by is not all due to the choice when the budgets differ too. */
export function differenceInWords(oracle: number | null, router: number | null): string {
  const same = oracle === null || router === null || Math.abs(router - oracle) <= SAME_COMPUTE;
  return same ? 'difference' : 'difference, at different compute';
}
