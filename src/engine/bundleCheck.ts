import type { BundleFile, BundleManifest } from '../core/bundleFormat';
import type { Bundle } from './bundle';
import { graphProblems, type GraphRules } from './graphProblems';
import { forwardSignature, oracleSignature, routesSignature } from './graphSignature';
import { ONNX_DOMAIN } from './onnx/messages';
import { readOnnxModel, type OnnxModel } from './onnx/onnxModel';
import { Tokenizer } from './tokenizer';

const TOKENIZER = 'tokenizer.json';

/** What is read at once: weights should lie beside a graph. */
const MOST_BYTES = 2 ** 29;

/** The forward graph is for any runtime. */
const PLAIN = [ONNX_DOMAIN];
const OLDEST_OPSET = 17;
const WITH_RUNTIME = [ONNX_DOMAIN, 'com.microsoft'];

/**
 * Checks all that can be known of a bundle before a runtime is given any of it: its files, each of which is read once, its
 * graphs and its tokenizer. `tell` gets a sentence for each of these that is found right. Throws Failure('bundle') that names
 * what is at fault, or 'cancelled'.
 */
export async function checkBundle(
  bundle: Bundle,
  signal: AbortSignal,
  tell: (found: string) => void = () => undefined,
): Promise<Tokenizer> {
  const { manifest } = bundle;
  const uses = graphUses(manifest);
  const graphs = new Map<string, OnnxModel>();
  let tokenizer: Uint8Array = new Uint8Array();
  for (const file of manifest.files) {
    const isGraph = uses.some((use) => use.file === file.path);
    if (isGraph) graphs.set(file.path, readGraph(bundle, file, await whole(bundle, file, signal)));
    else if (file.path === TOKENIZER) tokenizer = await whole(bundle, file, signal);
    else await bundle.verifyFile(file, signal);
  }
  tell(`${manifest.files.length} files: each has its length and SHA-256`);

  for (const { file, rules } of uses) {
    const model = graphs.get(file);
    for (const problem of model === undefined ? [] : graphProblems(file, model, rules)) {
      throw bundle.unusable(file, problem);
    }
  }
  tell(
    `${graphs.size} graphs: operators, outside data, inputs and outputs are those of the format`,
  );

  const checked = readTokenizer(bundle, tokenizer);
  tell(`tokenizer: gives every text back, and no text leads to BOS`);
  return checked;
}

interface GraphUse {
  readonly file: string;
  readonly rules: GraphRules;
}

/** One file may have several. */
function graphUses(manifest: BundleManifest): GraphUse[] {
  const { forward, oracles, routes } = manifest.graphs;
  const files = new Map(manifest.files.map(({ path, bytes }) => [path, bytes]));
  const plain = { domains: PLAIN, oldestOpset: OLDEST_OPSET, files };
  const others = { domains: WITH_RUNTIME, files };
  return [
    { file: forward, rules: { ...plain, signature: forwardSignature(manifest) } },
    ...oracles.map((oracle) => {
      return {
        file: oracle.file,
        rules: { ...others, signature: oracleSignature(manifest, oracle) },
      };
    }),
    ...(routes === undefined ? [] : [routes]).map(({ file }) => {
      return { file, rules: { ...others, signature: routesSignature(manifest) } };
    }),
  ];
}

async function whole(bundle: Bundle, file: BundleFile, signal: AbortSignal): Promise<Uint8Array> {
  if (file.bytes > MOST_BYTES) {
    throw bundle.unusable(file.path, `has ${file.bytes} bytes, more than ${MOST_BYTES}`);
  }
  return await bundle.contents(file, signal);
}

function readGraph(bundle: Bundle, { path }: BundleFile, bytes: Uint8Array): OnnxModel {
  try {
    return readOnnxModel(bytes);
  } catch (cause) {
    throw bundle.unusable(path, `is no ONNX graph that can be read (${messageOf(cause)})`, cause);
  }
}

function readTokenizer(bundle: Bundle, bytes: Uint8Array): Tokenizer {
  const { vocabulary, bos } = bundle.manifest;
  let tokenizer: Tokenizer;
  try {
    tokenizer = Tokenizer.parse(bytes, vocabulary, bos);
  } catch (cause) {
    throw bundle.unusable(TOKENIZER, messageOf(cause), cause);
  }
  const changed = tokenizer.changes();
  if (changed !== undefined) {
    throw bundle.unusable(TOKENIZER, `does not give ${changed} back byte for byte`);
  }
  return tokenizer;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
