// A fresh process that loads the built extension with a stand-in for VS Code and activates it, once; answers with milliseconds.
import { createRequire } from 'node:module';
import { performance } from 'node:perf_hooks';
import { standInForVscode } from './vscodeStandIn.mjs';

const anything = standInForVscode();

process.once('message', ({ file, folder }) => {
  const began = performance.now();
  const extension = createRequire(import.meta.url)(file);
  const loaded = performance.now();
  extension.activate({
    extensionPath: folder,
    extensionUri: anything,
    subscriptions: [],
    workspaceState: anything,
    storageUri: { fsPath: folder },
  });
  const activated = performance.now();
  process.send({ load: loaded - began, activate: activated - loaded }, () => process.exit());
});
