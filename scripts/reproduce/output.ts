import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pageOf } from './page/page';
import type { Report } from './report';
import { toCsv, type Row } from './row';
import type { OtherRow } from './tables/others';

/** Writes a report beside its place, and when it is whole puts it there, instead of an earlier one. */
export function writeReport(report: Report, folder: string): void {
  const fresh = `${folder}.part`;
  rmSync(fresh, { recursive: true, force: true });
  mkdirSync(fresh, { recursive: true });
  const write = (name: string, content: string): void => {
    writeFileSync(path.join(fresh, name), content);
  };
  for (const { id, rows, svg } of report.figures) {
    write(`figure-${id}.csv`, toCsv(rows));
    write(`figure-${id}.svg`, svg);
  }
  for (const [name, rows] of Object.entries<readonly Row[]>({ ...report.tables })) {
    if (rows.length > 0) write(`${name}.csv`, toCsv(rows));
  }
  write('README.md', pageOf(report));
  write('report.json', `${JSON.stringify(report, withoutDrawings, 1)}\n`);
  rmSync(folder, { recursive: true, force: true });
  renameSync(fresh, folder);
}

/** What an earlier report in this folder says with the help of other models, if it is about the same bundle and sample. */
export function earlierOthers(
  folder: string,
  model: string,
  sample: string,
  extent: string,
): readonly OtherRow[] {
  const file = path.join(folder, 'report.json');
  if (!existsSync(file)) return [];
  const earlier = JSON.parse(readFileSync(file, 'utf8')) as Report;
  const same = (row: OtherRow): boolean =>
    row.model === model && row.sample === sample && row.extent === extent;
  return earlier.tables.others.filter(same);
}

/** The pictures are files of their own. */
function withoutDrawings(key: string, value: unknown): unknown {
  return key === 'svg' ? undefined : value;
}
