import type { Bench, Measurement } from './bench/measurement';
import { panel } from './bench/panel';
import { repaint } from './bench/repaint';
import { requery } from './bench/requery';

/** Each is a file of scripts/bench. */
const BENCHES: Readonly<Record<string, Bench>> = { requery, repaint, panel };

/**
 * `npm run bench [-- NAME...]`: all measurements, or the named ones, as JSON lines and at the end as a table.
 * @returns the exit code: 0 done, 2 wrong usage.
 */
export async function main(names: string[]): Promise<number> {
  const unknown = names.filter((name) => !Object.hasOwn(BENCHES, name));
  if (unknown.length > 0) {
    const known = Object.keys(BENCHES).join(', ');
    console.error(`There is no measurement ${unknown.join(', ')}. There are: ${known}.`);
    return 2;
  }
  const results: Measurement[] = [];
  for (const [name, bench] of Object.entries(BENCHES)) {
    if (names.length > 0 && !names.includes(name)) continue;
    for await (const result of bench()) {
      console.log(JSON.stringify(result));
      results.push(result);
    }
  }
  console.log(`\n${table(results).join('\n')}`);
  return 0;
}

function table(results: readonly Measurement[]): string[] {
  const rows = results.map(({ name, unit, median, p95, n, reference }) => [
    name,
    `${median} ${unit}`,
    `${p95} ${unit}`,
    String(n),
    reference === undefined ? '' : `${reference.name}: ${reference.value} ${unit}`,
  ]);
  const all = [['measured', 'median', 'p95', 'n', 'to compare'], ...rows];
  const widths = all[0]?.map((_, at) => Math.max(...all.map((row) => row[at]?.length ?? 0))) ?? [];
  return all.map((row) =>
    row
      .map((cell, at) => cell.padEnd(widths[at] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}
