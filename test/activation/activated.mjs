// A fresh process that loads the built extension with a stand-in for VS Code and activates it; answers with what that did.
import crypto from 'node:crypto';
import { createRequire } from 'node:module';
import { standInForVscode } from '../../scripts/bench/vscodeStandIn.mjs';

const required = new Set();
const computed = new Set();
let copies = 0;

/** The words of a language come from a large file, and what hashes starts a library. */
const costly = [
  ...Object.getOwnPropertyNames(Intl).map((name) => [Intl, name]),
  ...[Number, BigInt, Date, Array].map(({ prototype }) => [prototype, 'toLocaleString']),
  ...['toLocaleDateString', 'toLocaleTimeString'].map((name) => [Date.prototype, name]),
  ...['localeCompare', 'toLocaleLowerCase', 'normalize'].map((name) => [String.prototype, name]),
  ...['createHash', 'randomBytes', 'randomUUID'].map((name) => [crypto, name]),
].filter(([owner, name]) => typeof owner[name] === 'function');

process.once('message', ({ file, folder }) => {
  const anything = standInForVscode({
    onRequire: (name) => required.add(name),
    onCopy: () => copies++,
  });
  for (const [owner, name] of costly) watch(owner, name);
  createRequire(import.meta.url)(file).activate({
    extensionPath: folder,
    extensionUri: anything,
    subscriptions: [],
    workspaceState: anything,
    storageUri: { fsPath: folder },
  });
  const done = { required: [...required], computed: [...computed], copies };
  process.send(done, () => process.exit());
});

/** From now on, a use of `owner[name]` is noted. */
function watch(owner, name) {
  owner[name] = new Proxy(owner[name], {
    apply(target, self, args) {
      computed.add(name);
      return Reflect.apply(target, self, args);
    },
    construct(target, args, newTarget) {
      computed.add(name);
      return Reflect.construct(target, args, newTarget);
    },
  });
}
