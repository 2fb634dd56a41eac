import type { ComparedFigure } from '../../src/panel/comparison';
import { count, decimals, nats, share, signed } from '../numbers';

const FORMATS: Readonly<Record<ComparedFigure['unit'], (value: number | null) => string>> = {
  nats: (value) => nats(value),
  perplexity: decimals,
  layers: decimals,
  share,
  tokens: count,
};

/** A row of the table of both runs: name, kept, now, change. Shares change by percentage points. */
export function figureRow({ name, unit, kept, now }: ComparedFigure): readonly string[] {
  const format = FORMATS[unit];
  const change = kept === null || now === null ? null : now - kept;
  const size = unit === 'share' ? (value: number) => `${(value * 100).toFixed(1)} pp` : format;
  return [
    unit === 'nats' ? `${name}, nats` : name,
    format(kept),
    format(now),
    signed(change, size),
  ];
}
