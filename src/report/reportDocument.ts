import { createHash } from 'node:crypto';
import type { ReportData } from '../panel/reportData';
import { ARRAY_KINDS } from '../panel/reportData';
import type { ReportAssets } from './reportAssets';

/**
 * A report as the text of one HTML file, in pieces: it opens anywhere and asks for nothing else. Its content security
 * policy names the one script and the one style by their hashes and forbids everything else.
 */
export function* reportDocument(data: ReportData, assets: ReportAssets): Generator<string> {
  const policy = [
    `default-src 'none'`,
    `script-src '${hash(assets.script)}'`,
    // The toolkit tries out a selector in a style element without text.
    `style-src '${hash(assets.style)}' '${hash('')}'`,
    `base-uri 'none'`,
    `form-action 'none'`,
  ].join('; ');
  yield `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(data.source.name)} – Duo-LLM Inspector</title>
<style>${assets.style}</style>
</head>
<body>
<noscript><p>This report draws itself: allow scripts for this file. It asks for nothing from any network.</p></noscript>
<script type="application/json" id="report-data">`;
  yield* dataText(data);
  yield `</script>
<script>${assets.script}</script>
</body>
</html>
`;
}

function hash(text: string): string {
  return `sha256-${createHash('sha256').update(text, 'utf8').digest('base64')}`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${String(character.charCodeAt(0))};`);
}

/** One event at a time: the losses of a long text are the larger part of a report. */
function* dataText({ events, ...head }: ReportData): Generator<string> {
  yield `${jsonInHtml(head).slice(0, -1)},"events":[`;
  let separator = '\n';
  for (const event of events) {
    yield separator + jsonInHtml(event);
    separator = ',\n';
  }
  yield '\n]}\n';
}

/** No tag can begin or end in it, and it is a script in every version of the language. */
function jsonInHtml(value: unknown): string {
  return JSON.stringify(value, withArrays).replace(/[<\u2028\u2029]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}

function withArrays(_key: string, value: unknown): unknown {
  for (const [kind, constructor] of Object.entries(ARRAY_KINDS)) {
    if (!(value instanceof constructor)) continue;
    const { buffer, byteOffset, byteLength } = value;
    return { [kind]: Buffer.from(buffer, byteOffset, byteLength).toString('base64') };
  }
  return value;
}
