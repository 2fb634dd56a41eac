// Bundles the product: one file per process or thread (extension host, engine, graph worker, command line), one for its
// server, and one per page (panel, report).
// `node esbuild.mjs` writes dist/; `--watch` rebuilds on change; `--production` minifies and drops source maps.
import { context } from 'esbuild';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';

const watch = process.argv.includes('--watch');
const production = process.argv.includes('--production');

const common = {
  outdir: 'dist',
  bundle: true,
  minify: production,
  sourcesContent: false,
  metafile: true,
  legalComments: 'eof',
  logLevel: 'warning',
};

/** The colours of package.json as CSS variables, as VS Code gives them to a page, for the page outside VS Code. */
const contributedColours = {
  name: 'contributed colours',
  setup(build) {
    build.onResolve({ filter: /^contributed-colours$/ }, ({ path }) => {
      return { path, namespace: 'contributed-colours' };
    });
    build.onLoad({ filter: /.*/, namespace: 'contributed-colours' }, () => ({
      contents: colourVariables(
        JSON.parse(readFileSync('package.json', 'utf8')).contributes.colors,
      ),
      loader: 'css',
      watchFiles: ['package.json'],
    }));
  },
};

function colourVariables(colours) {
  const classes = {
    light: 'vscode-light',
    dark: 'vscode-dark',
    highContrastLight: 'vscode-high-contrast-light',
    highContrast: 'vscode-high-contrast',
  };
  const variable = (id) => `--vscode-${id.replaceAll('.', '-')}`;
  // A default is a colour, or the id of another one.
  const valueOf = (value) => (value.startsWith('#') ? value : `var(${variable(value)})`);
  return Object.entries(classes)
    .map(([theme, name]) => {
      const lines = colours.map(
        ({ id, defaults }) => `${variable(id)}: ${valueOf(defaults[theme])};`,
      );
      return `:root.${name} { ${lines.join(' ')} }`;
    })
    .join('\n');
}

/** VS Code's interface has some 400 names: they are copied for a bundle once, not for each file that imports them. */
const vscodeOnce = {
  name: 'vscode once',
  setup(build) {
    build.onResolve({ filter: /^vscode$/ }, ({ path, namespace }) =>
      namespace === 'vscode once' ? { path, external: true } : { path, namespace: 'vscode once' },
    );
    build.onLoad({ filter: /.*/, namespace: 'vscode once' }, () => ({
      contents: "export * from 'vscode';",
    }));
  },
};

const processes = await context({
  ...common,
  entryPoints: {
    extension: 'src/extension/extension.ts',
    engine: 'src/engine/engine.ts',
    graphWorker: 'src/engine/graphWorker.ts',
    cli: 'src/cli/cli.ts',
    mcp: 'src/cli/mcp.ts',
  },
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  // `vscode` exists only inside the extension host.
  plugins: [vscodeOnce],
  // The runtime's native files must stay beside its JavaScript; the command line loads its server when it is asked to.
  external: ['onnxruntime-node', './mcp.js'],
  // Its module build looks for its own address, which a CommonJS bundle does not have.
  alias: { tinyglobby: './node_modules/tinyglobby/dist/index.cjs' },
  sourcemap: production ? false : 'linked',
});

const pages = await context({
  ...common,
  entryPoints: { panel: 'webview/panelPage.ts', report: 'webview/reportPage.ts' },
  platform: 'browser',
  target: 'chrome120',
  format: 'iife',
  plugins: [contributedColours],
  // The same library without Node's streams and buffers.
  alias: { 'csv-stringify/sync': 'csv-stringify/browser/esm/sync' },
});

/** Fetches what CUDA needs, when the user asks for it; in one file, so that a package need not hold all that it uses. */
const installScript = await context({
  ...common,
  outdir: 'dist/onnxruntime-node/script',
  entryPoints: ['node_modules/onnxruntime-node/script/install.js'],
  platform: 'node',
  target: 'node20',
  format: 'cjs',
});

const outputs = {};
for (const build of [processes, pages, installScript]) {
  if (watch) {
    await build.watch();
  } else {
    const { metafile } = await build.rebuild();
    Object.assign(outputs, metafile.outputs);
    await build.dispose();
  }
}
if (!watch) {
  chmodSync('dist/cli.js', 0o755);
  // What each bundle is made of, for the third-party notices.
  writeFileSync('dist/outputs.json', JSON.stringify(outputs));
}
