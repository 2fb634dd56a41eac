import type { Estimate } from './estimate';

/** A number as people read it, its 95 % interval behind it. */
export function shown({ value, interval }: Estimate, digits = 3): string {
  if (value === null) return 'not measured';
  const number = (each: number): string => fixedDigits(each, digits);
  return interval === null
    ? number(value)
    : `${number(value)} [${number(interval[0])}, ${number(interval[1])}]`;
}

export function percent({ value, interval }: Estimate): string {
  const times = (each: number): number => 100 * each;
  const scaled = {
    value: value === null ? null : times(value),
    interval: interval === null ? null : ([times(interval[0]), times(interval[1])] as const),
  };
  return value === null ? 'not measured' : `${shown(scaled, 0)} %`;
}

/** With a real minus sign, and no minus zero. */
export function fixedDigits(value: number, digits: number): string {
  const text = value.toFixed(digits);
  return Number(text) === 0 ? (0).toFixed(digits) : text.replace('-', '−');
}
