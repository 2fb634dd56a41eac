import { createHash } from 'node:crypto';

/** Where the page's files are, as a webview may load them. */
export interface PageFiles {
  readonly script: string;
  readonly style: string;
  /** What stands for the webview's own files in a content security policy. */
  readonly source: string;
}

/**
 * The panel's page. The script builds all that is in it: no text of a user and of no model ever is part of the markup. It
 * may load its own two files, and nothing else may be loaded, run or sent.
 */
export function panelHtml({ script, style, source }: PageFiles, nonce: string): string {
  // The toolkit adds an empty style element to find out whether the browser knows `:focus-visible`: it may, and no other.
  const emptyStyle = `'sha256-${createHash('sha256').update('').digest('base64')}'`;
  const policy = `default-src 'none'; script-src 'nonce-${nonce}'; style-src ${source} ${emptyStyle}`;
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta http-equiv="Content-Security-Policy" content="${policy}" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>Duo-LLM Inspector</title>
    <link rel="stylesheet" href="${style}" />
  </head>
  <body>
    <script nonce="${nonce}" src="${script}"></script>
  </body>
</html>
`;
}
