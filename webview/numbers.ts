import { count as whole, percent } from '../src/core/words';

/** Numbers as the panel shows them. `null` and NaN, where there is none, are a dash. */

export const NO_NUMBER = '–';

type Maybe = number | null | undefined;

function shown(value: Maybe, format: (value: number) => string): string {
  return value === null || value === undefined || Number.isNaN(value) ? NO_NUMBER : format(value);
}

/** `12,345` */
export function count(value: Maybe): string {
  return shown(value, whole);
}

/** `1.234`, without the unit. */
export function nats(value: Maybe, digits = 3): string {
  return shown(value, (each) => each.toFixed(digits));
}

/** Of a mean loss in nats. */
export function perplexity(meanLoss: Maybe): string {
  return shown(meanLoss, (each) => decimals(Math.exp(each)));
}

/** `3.94`, `120.5`, `1,840`: two to no decimals. */
export function decimals(value: Maybe): string {
  return shown(value, (each) => {
    const digits = Math.abs(each) < 100 ? 2 : Math.abs(each) < 1000 ? 1 : 0;
    return each.toLocaleString('en', {
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    });
  });
}

/** `37 %` */
export function share(value: Maybe): string {
  return shown(value, percent);
}

const COMPACT = new Intl.NumberFormat('en', {
  notation: 'compact',
  minimumSignificantDigits: 3,
  maximumSignificantDigits: 3,
});

/** `12.3M` */
export function compact(value: Maybe): string {
  return shown(value, (each) => COMPACT.format(each));
}

/** A change with its sign: `+0.12`, `−0.12`, `±0.00`. `format` is given the size of it. */
export function signed(change: Maybe, format: (size: number) => string): string {
  return shown(change, (each) => {
    const size = format(Math.abs(each));
    if (size === format(0)) return `±${size}`;
    return `${each < 0 ? '−' : '+'}${size}`;
  });
}

/** `2 tokens`, `1 token` */
export function counted(value: number, noun: string): string {
  return `${count(value)} ${noun}${value === 1 ? '' : 's'}`;
}
