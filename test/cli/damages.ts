import { renameSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import type { DamagedBundle } from '../damagedBundle';
import { inGraph, message, named, rewritten, type Rewriting } from '../onnxFile';

/** Something that is wrong with a bundle. */
export interface Damage {
  readonly name: string;
  readonly damage: (bundle: DamagedBundle) => void;
  /** What is said of it: DIR is the bundle's folder, HASH any SHA-256, # a number of nats. */
  readonly sentence: string;
}

const FORWARD = 'forward.onnx';
const ORACLE = 'oracle-small-big.onnx';
const INT32 = 6;
const INT64 = 7;

export const DAMAGES: readonly Damage[] = [
  {
    name: 'no duo.json',
    damage: (bundle) => {
      rmSync(bundle.path('duo.json'));
    },
    sentence:
      'No model can be opened in DIR: its duo.json cannot be read (there is no such file). Select a folder that holds a Duo-LLM bundle.',
  },
  {
    name: 'another format',
    damage: (bundle) => {
      bundle.manifest((json) => (json.format = 2));
    },
    sentence:
      'duo.json has format 2, this version reads format 1; use a matching bundle or a matching version of Duo-LLM Inspector.',
  },
  {
    name: 'a field that is missing',
    damage: (bundle) => {
      bundle.manifest(({ dimensions }) => delete dimensions['layers']);
    },
    sentence: manifestAtFault('dimensions.layers must be a whole number of at least 1'),
  },
  {
    name: 'a path that leads out of the folder',
    damage: (bundle) => {
      bundle.manifest(({ files }) => {
        for (const file of files) file.path = `../${file.path}`;
      });
    },
    sentence: manifestAtFault('files[0].path must be a path inside the bundle'),
  },
  {
    name: 'a graph that is not listed',
    damage: (bundle) => {
      bundle.manifest(({ graphs }) => (graphs.forward = 'other.onnx'));
    },
    sentence: manifestAtFault('files must list other.onnx'),
  },
  {
    name: 'a file that is missing',
    damage: (bundle) => {
      rmSync(bundle.path(FORWARD));
    },
    sentence: damaged('forward.onnx cannot be read (there is no such file)'),
  },
  {
    name: 'a file that was cut short',
    damage: (bundle) => {
      bundle.replace('weights.bin', bundle.bytes('weights.bin').subarray(0, 1000));
    },
    sentence: damaged('weights.bin has 1000 bytes instead of 38024'),
  },
  {
    name: 'a bit that was flipped',
    damage: (bundle) => {
      const bytes = bundle.bytes('weights.bin');
      bytes.writeUInt8(bytes.readUInt8(99) ^ 1, 99);
      bundle.replace('weights.bin', bytes);
    },
    sentence: damaged('weights.bin has SHA-256 HASH instead of HASH'),
  },
  {
    name: 'a link out of the folder',
    damage: (bundle) => {
      const elsewhere = path.join(bundle.folder, '..', 'weights.bin');
      renameSync(bundle.path('weights.bin'), elsewhere);
      symlinkSync(elsewhere, bundle.path('weights.bin'));
    },
    sentence: damaged('weights.bin is a link that leads out of the folder'),
  },
  {
    name: 'a graph that was cut short before it was listed',
    damage: (bundle) => {
      bundle.rewrite(FORWARD, bundle.bytes(FORWARD).subarray(0, 9999));
    },
    sentence: unusable('forward.onnx is no ONNX graph that can be read (it ends inside a field)'),
  },
  {
    name: 'a graph in a format of the runtime',
    damage: (bundle) => {
      bundle.rewrite(
        FORWARD,
        Buffer.concat([Buffer.from('\x32\x04\0\0ORTM'), bundle.bytes(FORWARD)]),
      );
    },
    sentence: unusable(
      'forward.onnx is no ONNX graph that can be read (it is in a format of onnxruntime’s own)',
    ),
  },
  {
    name: 'a custom operator',
    damage: (bundle) => {
      bundle.graph(ORACLE, inGraph({ add: [[1, message([4, 'Run'], [7, 'evil.ops'])]] }));
    },
    sentence: unusable(
      'oracle-small-big.onnx uses the operator Run of evil.ops; only those of ONNX itself and com.microsoft can be',
    ),
  },
  {
    name: 'a custom operator deep inside',
    damage: (bundle) => {
      const inner = message([1, message([4, 'Walk'], [7, 'evil.ops'])]);
      const branch = message([1, 'then_branch'], [6, inner]);
      bundle.graph(ORACLE, inGraph({ add: [[1, message([4, 'If'], [5, branch])]] }));
    },
    sentence: unusable(
      'oracle-small-big.onnx uses the operator Walk of evil.ops; only those of ONNX itself and com.microsoft can be',
    ),
  },
  {
    name: 'a function of its own',
    damage: (bundle) => {
      bundle.graph(ORACLE, { add: [[25, message([1, 'f'], [10, 'some.functions'])]] });
    },
    sentence: unusable(
      'oracle-small-big.onnx defines functions of some.functions; only those of ONNX itself and com.microsoft can be',
    ),
  },
  {
    name: 'an operator that loads files',
    damage: (bundle) => {
      bundle.graph(
        ORACLE,
        inGraph({ add: [[1, message([4, 'EPContext'], [7, 'com.microsoft'])]] }),
      );
    },
    sentence: unusable(
      'oracle-small-big.onnx uses the operator EPContext, which loads files of its own',
    ),
  },
  {
    name: 'a forward graph for one runtime',
    damage: (bundle) => {
      bundle.graph(FORWARD, inGraph({ add: [[1, message([4, 'Gelu'], [7, 'com.microsoft'])]] }));
    },
    sentence: unusable(
      'forward.onnx uses the operator Gelu of com.microsoft; only those of ONNX itself can be',
    ),
  },
  {
    name: 'an old opset',
    damage: (bundle) => {
      bundle.graph(FORWARD, { change: { 8: (opset) => rewritten(opset, { set: { 2: 16 } }) } });
    },
    sentence: unusable('forward.onnx is written in opset 16 of ONNX, which has to be 17 or later'),
  },
  {
    name: 'weights outside the folder',
    damage: (bundle) => {
      bundle.graph(ORACLE, outsideData('location', '../../secrets'));
    },
    sentence: unusable(
      'oracle-small-big.onnx keeps weights in "../../secrets", which is no file of the bundle',
    ),
  },
  {
    name: 'weights at an absolute path',
    damage: (bundle) => {
      bundle.graph(ORACLE, outsideData('location', '/etc/passwd'));
    },
    sentence: unusable(
      'oracle-small-big.onnx keeps weights in "/etc/passwd", which is no file of the bundle',
    ),
  },
  {
    name: 'weights behind the end of their file',
    damage: (bundle) => {
      bundle.graph(ORACLE, outsideData('offset', '999999'));
    },
    sentence: unusable(
      'oracle-small-big.onnx keeps weights in 1009599 bytes of weights.bin, which has 38024',
    ),
  },
  {
    name: 'dimensions of another model',
    damage: (bundle) => {
      bundle.manifest(({ dimensions }) => (dimensions['headWidth'] = 16));
    },
    sentence: unusable(
      'forward.onnx gives keys as float32 [3, 2, 8, T] instead of float32 [3, 2, 16, T]',
    ),
  },
  {
    name: 'a vocabulary of another size',
    damage: (bundle) => {
      bundle.manifest((json) => (json.vocabulary = 310));
    },
    sentence: unusable(
      'forward.onnx gives logprobs as float32 [1, T, 300] instead of float32 [1, T, 310]',
    ),
  },
  {
    name: 'an input of another type',
    damage: (bundle) => {
      const ids = typed('input_ids', INT32, message([2, 'N']), message([2, 'T']));
      bundle.graph(FORWARD, inGraph({ change: { 11: named('input_ids', () => ids) } }));
    },
    sentence: unusable('forward.onnx takes input_ids as int32 [N, T] instead of int64 [1, T]'),
  },
  {
    name: 'an input of one size only',
    damage: (bundle) => {
      const ids = typed('input_ids', INT64, Uint8Array.of(8, 1), Uint8Array.of(8, 32));
      bundle.graph(FORWARD, inGraph({ change: { 11: named('input_ids', () => ids) } }));
    },
    sentence: unusable('forward.onnx takes input_ids as int64 [1, 32] instead of int64 [1, T]'),
  },
  {
    name: 'an input that is missing',
    damage: (bundle) => {
      bundle.graph(ORACLE, inGraph({ change: { 11: named('mask', () => undefined) } }));
    },
    sentence: unusable('oracle-small-big.onnx has no input mask, float32 [9, C]'),
  },
  {
    name: 'an input that nobody feeds',
    damage: (bundle) => {
      const temperature = typed('temperature', INT64, Uint8Array.of(8, 1));
      bundle.graph(ORACLE, inGraph({ add: [[11, temperature]] }));
    },
    sentence: unusable(
      'oracle-small-big.onnx needs an input temperature, which is not in the format',
    ),
  },
  {
    name: 'an output that is missing',
    damage: (bundle) => {
      bundle.graph(
        'oracle-small-big-step.onnx',
        inGraph({ change: { 12: named('node_keys_2', () => undefined) } }),
      );
    },
    sentence: unusable('oracle-small-big-step.onnx has no output node_keys_2, float32 [4, 2, 8]'),
  },
  {
    name: 'a graph in the place of another',
    damage: (bundle) => {
      bundle.rewrite(ORACLE, bundle.bytes('oracle-skip-big.onnx'));
    },
    sentence: unusable(
      'oracle-small-big.onnx gives # nats on the route sss where forward.onnx gives #',
    ),
  },
  {
    name: 'weights that are no numbers',
    damage: (bundle) => {
      bundle.rewrite('weights.bin', Buffer.alloc(38_024, Uint8Array.of(0, 0x7e)));
    },
    sentence: unusable('forward.onnx gives losses that are no numbers'),
  },
  {
    name: 'a router that the graph does not have',
    damage: (bundle) => {
      bundle.manifest(({ routers }) => {
        routers.push({ name: 'third', budget: 1, modules: ['small', 'big'] });
      });
    },
    sentence: unusable('forward.onnx does not run with the router third'),
  },
  {
    name: 'a router that takes other modules than it says',
    damage: (bundle) => {
      bundle.manifest(({ routers }) => {
        for (const router of routers) router.modules = ['skip', 'small'];
      });
    },
    sentence: unusable(
      'forward.onnx takes big by the router tiny-two, which chooses from skip, small',
    ),
  },
  {
    name: 'a tokenizer of another kind',
    damage: (bundle) => {
      bundle.tokenizer(({ model }) => (model.type = 'WordPiece'));
    },
    sentence: unusable('tokenizer.json is of the type WordPiece, not BPE'),
  },
  {
    name: 'a normaliser',
    damage: (bundle) => {
      bundle.tokenizer((json) => (json.normalizer = { type: 'NFC' }));
    },
    sentence: unusable('tokenizer.json has the normaliser NFC, which would change the text'),
  },
  {
    name: 'a prefix space',
    damage: (bundle) => {
      bundle.tokenizer((json) => {
        json.pre_tokenizer = { type: 'ByteLevel', add_prefix_space: true };
      });
    },
    sentence: unusable('tokenizer.json adds a space before the text (add_prefix_space)'),
  },
  {
    name: 'words that are cut in another way',
    damage: (bundle) => {
      bundle.tokenizer((json) => (json.pre_tokenizer = { type: 'Whitespace' }));
    },
    sentence: unusable(
      'tokenizer.json has a pre_tokenizer that is neither ByteLevel with use_regex nor a Sequence',
    ),
  },
  {
    name: 'an id beyond the vocabulary',
    damage: (bundle) => {
      bundle.tokenizer(({ model }) => (model.vocab['a'] = 300));
    },
    sentence: unusable(
      'tokenizer.json has the id 300, but duo.json says that there are 300, from 0',
    ),
  },
  {
    name: 'a byte that no token spells',
    damage: (bundle) => {
      bundle.tokenizer(({ model }) => delete model.vocab['Ĉ']);
    },
    sentence: unusable('tokenizer.json does not give a byte of UTF-8 back byte for byte'),
  },
  {
    name: 'a BOS that a text leads to',
    damage: (bundle) => {
      bundle.manifest((json) => (json.bos = 99));
    },
    sentence: unusable('tokenizer.json lets a text lead to the token 99, which is BOS'),
  },
];

function manifestAtFault(problem: string): string {
  return `duo.json: ${problem}; the bundle is damaged or was made for another version.`;
}

function damaged(problem: string): string {
  return `The bundle in DIR is damaged: ${problem}. Restore the file, or select another model.`;
}

function unusable(problem: string): string {
  return `The bundle in DIR cannot be used: ${problem}. Select another model.`;
}

/** Changes something of where all initializers lie that are kept outside the file. */
function outsideData(key: string, value: string): Rewriting {
  const entry = named(key, () => message([1, key], [2, value]));
  return inGraph({ change: { 5: (tensor) => rewritten(tensor, { change: { 13: entry } }) } });
}

/** An input or output of a graph, with a dimension for each of the messages. */
function typed(name: string, elements: number, ...dimensions: Uint8Array[]): Uint8Array {
  const shape = message(...dimensions.map((dimension) => [1, dimension] as const));
  const tensor = Buffer.concat([Uint8Array.of(8, elements), message([2, shape])]);
  return message([1, name], [2, message([1, tensor])]);
}
