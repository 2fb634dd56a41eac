/** To three decimals: thousandths of a nat are more than enough to talk about. `null` for what does not exist. */
export function rounded(value: number | null | undefined): number | null {
  if (value === null || value === undefined || Number.isNaN(value)) return null;
  return Math.round(value * 1000) / 1000;
}

/** A perplexity, of the mean loss in nats; three digits that matter. */
export function perplexity(nats: number | null | undefined): number | null {
  if (nats === null || nats === undefined || Number.isNaN(nats)) return null;
  return Number(Math.exp(nats).toPrecision(4));
}
