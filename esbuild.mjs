// Bundles the product: one file per process (extension host, engine, command line) and one per page (panel, report).
// `node esbuild.mjs` writes dist/; `--watch` rebuilds on change; `--production` minifies and drops source maps.
import { context } from 'esbuild';
import { chmodSync } from 'node:fs';

const watch = process.argv.includes('--watch');
const production = process.argv.includes('--production');

const common = {
  outdir: 'dist',
  bundle: true,
  minify: production,
  sourcesContent: false,
  legalComments: 'eof',
  logLevel: 'warning',
};

const processes = await context({
  ...common,
  entryPoints: {
    extension: 'src/extension/extension.ts',
    engine: 'src/engine/engine.ts',
    cli: 'src/cli/cli.ts',
  },
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  // The runtime's native files must stay beside its JavaScript, and `vscode` exists only inside the extension host.
  external: ['vscode', 'onnxruntime-node'],
  sourcemap: production ? false : 'linked',
});

const pages = await context({
  ...common,
  entryPoints: { panel: 'webview/panelPage.ts', report: 'webview/reportPage.ts' },
  platform: 'browser',
  target: 'chrome120',
  format: 'iife',
});

for (const build of [processes, pages]) {
  if (watch) {
    await build.watch();
  } else {
    await build.rebuild();
    await build.dispose();
  }
}
if (!watch) {
  chmodSync('dist/cli.js', 0o755);
}
