import type { Measurement, Target } from './measurement';

const HEADINGS = ['measured', 'value', '95 % within', 'n', 'to compare', 'times', 'target', ''];

/** Cells of a table of measurements, headings first. */
export function cells(measurements: readonly Measurement[]): string[][] {
  return [HEADINGS, ...measurements.map(row)];
}

/** In columns, for a terminal. */
export function textTable(measurements: readonly Measurement[]): string {
  const rows = cells(measurements);
  const widths = HEADINGS.map((_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)));
  return rows
    .map((row) => row.map((cell, at) => cell.padEnd(widths[at] ?? 0)))
    .map((row) => row.join('  ').trimEnd())
    .join('\n');
}

/** As Markdown; nothing in a cell can end it. */
export function markdownTable(rows: readonly (readonly string[])[]): string {
  const [headings = [], ...body] = rows;
  const rule = headings.map(() => '---');
  return [headings, rule, ...body]
    .map((row) => `| ${row.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`)
    .join('\n');
}

/** `at most 16 ms`, `at least 0.85 times`. */
export function targetInWords(target: Target, unit: string): string {
  if ('atMost' in target) return `at most ${target.atMost} ${unit}`;
  if ('atLeast' in target) return `at least ${target.atLeast} ${unit}`;
  return `at least ${target.timesReference} times`;
}

function row({ name, unit, value, n, p95, reference, target, met, note }: Measurement): string[] {
  const verdict = met === undefined ? '' : met ? 'met' : 'MISSED';
  return [
    name,
    value === null ? 'not measured' : `${value} ${unit}`,
    p95 === undefined ? '' : `${p95} ${unit}`,
    n === undefined ? '' : String(n),
    reference === undefined ? '' : `${reference.name}: ${reference.value} ${unit}`,
    reference === undefined ? '' : String(reference.ratio),
    target === undefined ? '' : targetInWords(target, unit),
    [verdict, note ?? ''].filter((part) => part !== '').join('; '),
  ];
}
