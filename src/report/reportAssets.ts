import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { Failure } from '../core/failure';

/** What the build makes of webview/reportPage.ts. */
export interface ReportAssets {
  readonly script: string;
  readonly style: string;
}

/** `pages`: folder of the built pages. Throws Failure('output') when they are missing. */
export async function readAssets(pages: string): Promise<ReportAssets> {
  try {
    const [script, style] = await Promise.all(
      ['report.js', 'report.css'].map((name) => readFile(path.join(pages, name), 'utf8')),
    );
    return { script: inline(script, 'script'), style: inline(style, 'style') };
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw new Failure(
      'output',
      `The page of the report cannot be read: ${(error as Error).message}; install this program again.`,
    );
  }
}

/** An element's text ends at its end tag, wherever that stands, and a script also knows comments (HTML, 4.12.1.3). */
function inline(text = '', element: 'script' | 'style'): string {
  if (new RegExp(`</${element}|<script`, 'i').test(text)) {
    throw new Failure('internal', `The report’s ${element} holds a tag and cannot be put inline.`);
  }
  return text;
}
