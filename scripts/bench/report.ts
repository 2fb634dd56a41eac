import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from '../paths';
import type { Measurement } from './measurement';
import { cells, markdownTable, targetInWords } from './table';

/** What is written by hand: why a target is missed, and what was tried. */
const NOTES = path.join(ROOT, 'scripts/bench/notes.md');

/** One run of all measurements as the Markdown of media/benchmarks.md. */
export function report(
  measurements: readonly Measurement[],
  date: Date,
  machine: readonly (readonly [name: string, value: string])[],
  notes = readFileSync(NOTES, 'utf8'),
): string {
  return [
    '# Benchmarks',
    `One run of \`npm run bench -- --write\` on ${date.toISOString().slice(0, 10)}. Each number has its reference from the same run; ` +
      'between machines, and between two runs, compare the ratios.',
    markdownTable([['', ''], ...machine]),
    '## Targets',
    markdownTable(verdicts(measurements)),
    notes.trim(),
    '## All measurements',
    markdownTable(cells(measurements)),
    '',
  ].join('\n\n');
}

/** Of the measurements that have a target, headings first. */
function verdicts(measurements: readonly Measurement[]): string[][] {
  const judged = measurements.flatMap(({ name, unit, value, reference, target, met }) => {
    if (target === undefined) return [];
    const measured =
      'timesReference' in target
        ? `${reference?.ratio ?? '?'} times ${reference?.name ?? '?'}`
        : `${value ?? '?'} ${unit}`;
    return [[name, targetInWords(target, unit), measured, met === true ? 'yes' : '**no**']];
  });
  return [['measured', 'target', 'reached', 'met'], ...judged];
}
