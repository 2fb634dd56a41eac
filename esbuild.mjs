// Bundles the product: one file per process (extension host, engine, command line).
// `node esbuild.mjs` writes dist/; `--watch` rebuilds on change; `--production` minifies and drops source maps.
import { context } from 'esbuild';
import { chmodSync } from 'node:fs';

const watch = process.argv.includes('--watch');
const production = process.argv.includes('--production');

const build = await context({
  entryPoints: {
    extension: 'src/extension/extension.ts',
    engine: 'src/engine/engine.ts',
    cli: 'src/cli/cli.ts',
  },
  outdir: 'dist',
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  // The runtime's native files must stay beside its JavaScript, and `vscode` exists only inside the extension host.
  external: ['vscode', 'onnxruntime-node'],
  minify: production,
  sourcemap: production ? false : 'linked',
  sourcesContent: false,
  legalComments: 'eof',
  logLevel: 'warning',
});

if (watch) {
  await build.watch();
} else {
  await build.rebuild();
  await build.dispose();
  chmodSync('dist/cli.js', 0o755);
}
