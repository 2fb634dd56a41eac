import { element } from '../dom';

/** Gives the reader a file, made here. */
export function download(name: string, content: string): void {
  const url = URL.createObjectURL(new Blob([content], { type: 'application/octet-stream' }));
  element('a', { href: url, download: name }).click();
  // The browser has taken hold of it by then.
  setTimeout(() => {
    URL.revokeObjectURL(url);
  }, 60_000);
}
