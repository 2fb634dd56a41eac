/**
 * Lines of cells set in columns two spaces apart. `alignment` has a letter per column, `l` or `r`; the last column is
 * not padded.
 */
export function columns(rows: readonly (readonly string[])[], alignment: string): string[] {
  const widths = Array.from(alignment, () => 0);
  for (const row of rows) {
    row.forEach((cell, at) => (widths[at] = Math.max(widths[at] ?? 0, cell.length)));
  }
  return rows.map((row) =>
    row
      .map((cell, at) => {
        const width = widths[at] ?? 0;
        return alignment[at] === 'r' ? cell.padStart(width) : cell.padEnd(width);
      })
      .join('  ')
      .trimEnd(),
  );
}

/** Nats with two decimals; empty where there is no value. */
export function nats(value: number | null | undefined): string {
  return value === undefined || value === null || Number.isNaN(value) ? '' : value.toFixed(2);
}
