/**
 * Name of a file that is exported: `notes.md.duo-llm.csv`, `notes.md.curve.duo-llm.svg`. `document` may be a path: the
 * name is that of its file. `what` part of the analysis it holds; `null`: all of it.
 */
export function exportName(document: string, what: string | null, extension: string): string {
  const file = document.split(/[\\/]/).at(-1) ?? document;
  return [file, ...(what === null ? [] : [what]), 'duo-llm', extension].join('.');
}
