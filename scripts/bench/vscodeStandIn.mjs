// Something to put in the place of VS Code's interface where only the extension's side of it is looked at.
//
// Plain Node, so that the extension is loaded as it is and nothing translates it first.
import { readFileSync } from 'node:fs';
import { createRequire, Module } from 'node:module';

const require = createRequire(import.meta.url);

/**
 * From now on `require('vscode')` gives the stand-in: all names of VS Code's interface, each with something behind it that is
 * a function, a class, a namespace and an empty list, whatever it is used as.
 * @param onRequire is told what else is required.
 * @param onCopy is told when somebody asks for all names.
 * @returns what is behind each name.
 */
export function standInForVscode({ onRequire = () => {}, onCopy = () => {} } = {}) {
  const anything = makeAnything();
  const names = Object.fromEntries(interfaceNames().map((name) => [name, anything]));
  const vscode = new Proxy(names, {
    ownKeys(target) {
      onCopy();
      return Reflect.ownKeys(target);
    },
  });
  const load = Module._load;
  Module._load = (request, ...rest) => {
    if (request === 'vscode') return vscode;
    onRequire(request);
    return load(request, ...rest);
  };
  return anything;
}

function interfaceNames() {
  const types = readFileSync(require.resolve('@types/vscode/index.d.ts'), 'utf8');
  const exported =
    /^(?:\t| {4})export (?:abstract )?(?:class|enum|namespace|const|function) (\w+)/gm;
  return Array.from(types.matchAll(exported), ([, name]) => name);
}

function makeAnything() {
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
  });
  return self;
}
