// A fresh process that loads the built extension with a stand-in for VS Code and activates it, once; answers with milliseconds.
//
// Plain Node, so that the extension is loaded as it is and nothing translates it first.
import { createRequire, Module } from 'node:module';
import { performance } from 'node:perf_hooks';

const vscode = standIn();
const load = Module._load;
Module._load = (request, ...rest) => (request === 'vscode' ? vscode : load(request, ...rest));

process.once('message', ({ file, folder }) => {
  const began = performance.now();
  const extension = createRequire(import.meta.url)(file);
  const loaded = performance.now();
  extension.activate({
    extensionPath: folder,
    extensionUri: vscode,
    subscriptions: [],
    workspaceState: vscode,
    storageUri: { fsPath: folder },
  });
  const activated = performance.now();
  process.send({ load: loaded - began, activate: activated - loaded }, () => process.exit());
});

/**
 * Something that is a function, a class, a namespace and an empty list, whatever it is used as: an interface as large as that
 * of VS Code, of which only the time on this side counts.
 */
function standIn() {
  const target = class {};
  const self = new Proxy(target, {
    get(_, key) {
      if (key === 'then') return undefined;
      if (key === Symbol.iterator) return [][Symbol.iterator];
      if (key === Symbol.toPrimitive) return () => '';
      return key === 'prototype' ? target.prototype : self;
    },
    apply: () => self,
    construct: () => self,
    set: () => true,
    // What imports it copies its properties, and finds the others here.
    getPrototypeOf: () => self,
  });
  return self;
}
