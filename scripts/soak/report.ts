import { markdownTable } from '../bench/table';
import type { Reading } from './reading';
import type { Soaked, SoakOptions } from './soak';
import { trendOf } from './trend';

const COLUMNS: readonly (readonly [of: keyof Reading, heading: string, digits: number])[] = [
  ['analyses', 'analyses', 0],
  ['heap', 'heap in use, MB', 1],
  ['host', 'resident, MB', 0],
  ['engine', 'engine resident, MB', 0],
  ['engines', 'engines', 0],
  ['threads', 'threads', 0],
  ['engineThreads', 'threads of the engine', 0],
  ['files', 'open files', 0],
  ['handles', 'handles', 0],
];

/** A reading as cells. */
export function row(reading: Reading): string[] {
  return COLUMNS.map(([of, , digits]) => {
    const value = reading[of];
    return Number.isNaN(value) ? '' : value.toFixed(digits);
  });
}

export function headings(): string[] {
  return COLUMNS.map(([, heading]) => heading);
}

/** media/soak.md. `machine`: names and values. */
export function report(
  { readings, closed, counts, seconds }: Soaked,
  { analyses, interval, killsUntil }: SoakOptions,
  began: Date,
  machine: readonly (readonly [name: string, value: string])[],
): string {
  // The engine that was started after the last kill has loaded by then what it will load.
  const from = killsUntil + interval;
  const steady = readings.filter((reading) => reading.analyses >= from);
  const growth = (['heap', 'host', 'engine'] as const).map((of) => {
    const heading = COLUMNS.find(([column]) => column === of)?.[1] ?? of;
    const points = steady.map((reading) => ({ x: reading.analyses, y: 1024 * reading[of] }));
    const { slope, standardError } = trendOf(points);
    return [heading.replace(', MB', ''), `${slope.toFixed(0)} ± ${standardError.toFixed(0)} KB`];
  });
  return `${[
    '# Soak',
    `One run of \`npm run soak -- --write\` on ${began.toISOString().slice(0, 10)}: ${String(analyses)} analyses in ${(seconds / 60).toFixed(1)} minutes, in one process and with the parts that the extension uses: its client, its cache of results, its file of losses. Texts are new, edited, undone, or cancelled half-way; models and module lists change; engines are killed. Every reading is made with garbage collected and the model duo-8l loaded.`,
    markdownTable([['', ''], ...machine]),
    '## Readings',
    markdownTable([headings(), ...readings.map(row)]),
    `With the window closed: ${String(closed.engines)} engines, ${String(closed.handles)} handles, ${closed.heap.toFixed(1)} MB of heap in use.`,
    '## Growth',
    `What one more analysis adds from analysis ${String(from)} on: a line by least squares, ± the standard error of its slope. Up to analysis ${String(killsUntil)} engines are killed; from then on one engine serves.`,
    markdownTable([['', 'for each analysis'], ...growth]),
    '## What was done',
    markdownTable([
      ['before the analysis, and how it ended', 'times'],
      ...[...counts].sort().map(([name, times]) => [name, String(times)]),
    ]),
  ].join('\n\n')}\n`;
}
