import path from 'node:path';

/** Folder of the repository. */
export const ROOT = path.resolve(__dirname, '..');

/** What scripts install on demand (VS Code, a browser, a Python environment). Ignored by git; safe to delete. */
export const CACHE = path.join(ROOT, '.cache');

/** What scripts produce for people to look at: test results, screenshots. Ignored by git. */
export const OUT = path.join(ROOT, 'out');

/** What `npm run miniature` makes: working files, the bundle, and the report on it. */
export const MINIATURE = {
  work: path.join(OUT, 'miniature/work'),
  bundle: path.join(OUT, 'miniature/duo-mini'),
  report: path.join(OUT, 'miniature/report'),
} as const;

/** The folder that file names on the command line are relative to: npm itself moves to ROOT. */
export const CALLER = process.env['INIT_CWD'] ?? process.cwd();
