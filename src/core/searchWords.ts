import type { SearchError } from './searchError';

/** A sentence on what the beam misses; `null`: no token says it. */
export function searchInWords(error: SearchError | null): string {
  if (error === null) {
    return 'Beam: of no token all routes were tried, so that what it misses is not known.';
  }
  const { tokens, mean, within } = error;
  const most = tokens < 100 ? `all ${String(tokens)} tokens` : `99 % of ${String(tokens)} tokens`;
  return (
    `Beam: within ${nats(within)} nats of the best route of every budget on ${most} ` +
    `of which all routes were tried, ${nats(mean)} on average.`
  );
}

/** Rounded up, so that nothing is promised that does not hold. */
function nats(value: number): string {
  return (Math.ceil(value * 1000) / 1000).toFixed(3);
}
