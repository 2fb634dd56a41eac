// Entry of the npm scripts: `node scripts/run.mjs NAME ARGS...` calls `main(ARGS)` of scripts/NAME.ts.
//
// Plain Node on purpose: it has to work in a fresh clone, before node_modules exists. Everything behind
// it is TypeScript.
import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const ROOT = path.resolve(import.meta.dirname, '..');

/** Runs `npm ci` when node_modules is missing or older than package-lock.json. */
function ensureNodeModules() {
  const installed = modifiedAt('node_modules/.package-lock.json');
  if (installed >= modifiedAt('package-lock.json')) return;
  console.error('Installing the npm packages of package-lock.json into node_modules (npm ci)...');
  // npm names its own script when it runs us; calling it with Node avoids npm.cmd and a shell on Windows.
  const npm = process.env.npm_execpath;
  const [command, args] = npm?.endsWith('.js') ? [process.execPath, [npm, 'ci']] : ['npm', ['ci']];
  const { status, error } = spawnSync(command, args, {
    cwd: ROOT,
    // stdout belongs to the script that follows (`npm run analyze` prints JSON there).
    stdio: ['ignore', 2, 2],
    env: { ...process.env, ONNXRUNTIME_NODE_INSTALL: 'skip' },
  });
  if (status !== 0) {
    const reason = error ? error.message : `exit code ${status}`;
    console.error(`npm ci failed (${reason}). See its output above, then run \`npm ci\` yourself.`);
    process.exit(1);
  }
}

function modifiedAt(file) {
  return statSync(path.join(ROOT, file), { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

const [name, ...args] = process.argv.slice(2);
ensureNodeModules();
await import('tsx');
const { main } = createRequire(import.meta.url)(`./${name}.ts`);
try {
  process.exitCode = await main(args);
} catch (error) {
  // Expected failures are sentences; the stack of an unexpected one is asked for with DEBUG=1.
  console.error(process.env.DEBUG ? error : `${error instanceof Error ? error.message : error}`);
  process.exitCode = 1;
}
