import { Failure } from './failure';
import { isModule, type ModuleList, MODULE_LISTS } from './module';
import type { ModelInfo, ModuleInfo, RouterInfo } from './model';
import { ManifestReader } from './manifestReader';
import { MOST_ROUTES } from './routes';

/** The version of `duo.json` that this code reads. */
export const BUNDLE_FORMAT = 1;

/** `duo.json`: what a bundle says of itself. models/README.md describes every field. */
export interface BundleManifest {
  readonly name: string;
  readonly licence: string;
  readonly dimensions: Dimensions;
  readonly vocabulary: number;
  /** Tokens per window, BOS included. */
  readonly context: number;
  /** Id of the token that begins every window. */
  readonly bos: number;
  readonly modules: readonly ModuleInfo[];
  /** FLOPs per token of one layer's attention, without the context-length term. */
  readonly attentionFlops: number;
  readonly headFlops: number;
  readonly routers: readonly RouterInfo[];
  readonly graphs: {
    readonly forward: string;
    readonly oracles: readonly OracleGraph[];
    readonly routes?: RoutesGraph;
  };
  /** Every file of the bundle but `duo.json` itself. */
  readonly files: readonly BundleFile[];
}

export interface Dimensions {
  /** Where a route chooses. */
  readonly layers: number;
  /** Of a layer: each is an attention and its FFNs, and all take the module that the layer takes. */
  readonly stages: number;
  /** Of the residual stream. */
  readonly width: number;
  readonly heads: number;
  /** A divisor of `heads`: each serves as many of them. */
  readonly keyValueHeads: number;
  readonly headWidth: number;
}

/** How many attentions a model has, each with keys and values of its own. */
export function attentionCount({ layers, stages }: Dimensions): number {
  return layers * stages;
}

/** A graph that computes the losses of all routes of a module list for a block of positions. */
export interface OracleGraph {
  readonly modules: ModuleList;
  /** Positions per block; the graph of 1 also yields the keys and values that *self* context needs. */
  readonly positions: number;
  /** What it is made for, where it is not for any device. */
  readonly device?: 'gpu';
  readonly file: string;
}

/** A graph that computes the losses of any pairs of a position and a route. */
export interface RoutesGraph {
  readonly file: string;
}

export interface BundleFile {
  /** Relative to the bundle's folder, with forward slashes, never outside it. */
  readonly path: string;
  readonly bytes: number;
  /** Lower-case hexadecimal. */
  readonly sha256: string;
}

/** Checks the parsed JSON of a `duo.json`. Throws Failure('bundle') that names the field at fault. */
export function parseManifest(json: unknown): BundleManifest {
  const root = new ManifestReader(json);
  const format = root.field('format').value;
  if (format !== BUNDLE_FORMAT) {
    throw new Failure(
      'bundle',
      `duo.json has format ${format === undefined ? 'none' : JSON.stringify(format)}, this version reads format ` +
        `${String(BUNDLE_FORMAT)}; use a matching bundle or a matching version of Duo-LLM Inspector.`,
    );
  }
  const graphs = root.field('graphs');
  const routes = graphs.field('routes');
  const manifest: BundleManifest = {
    name: root.field('name').text(),
    licence: root.field('licence').text(),
    dimensions: dimensions(root.field('dimensions')),
    vocabulary: root.field('vocabulary').integer(1),
    context: root.field('context').integer(3),
    bos: root.field('bos').integer(0),
    modules: root.field('modules').list(moduleInfo),
    attentionFlops: root.field('attentionFlops').integer(0),
    headFlops: root.field('headFlops').integer(0),
    routers: root.field('routers').list(routerInfo),
    graphs: {
      forward: graphs.field('forward').text(),
      oracles: graphs.field('oracles').list(oracleGraph),
      ...(routes.value !== undefined && { routes: { file: routes.field('file').text() } }),
    },
    files: root.field('files').list(bundleFile),
  };
  checkReferences(manifest, root);
  return manifest;
}

/** What the rest of the product needs to know of a bundle; `sha256` is that of `duo.json`. */
export function modelInfo(manifest: BundleManifest, sha256: string): ModelInfo {
  const { oracles, routes } = manifest.graphs;
  const exact = new Map(oracles.map(({ modules }) => [modules.join(), modules]));
  const any = routes === undefined ? [] : searchableLists(manifest);
  const lists = new Map([...exact, ...any.map((modules) => [modules.join(), modules] as const)]);
  return {
    name: manifest.name,
    licence: manifest.licence,
    sha256,
    layers: manifest.dimensions.layers,
    contextLength: manifest.context,
    vocabularySize: manifest.vocabulary,
    modules: manifest.modules,
    moduleLists: [...lists.values()],
    exactLists: [...exact.values()],
    hasRoutesGraph: routes !== undefined,
    routers: manifest.routers,
    flops: { attention: manifest.attentionFlops, head: manifest.headFlops },
  };
}

/** What people choose from, as far as its routes can be numbered. */
function searchableLists({ dimensions }: BundleManifest): ModuleList[] {
  return MODULE_LISTS.filter(({ length }) => length ** dimensions.layers <= MOST_ROUTES);
}

function dimensions(entry: ManifestReader): Dimensions {
  const heads = entry.field('heads').integer(1);
  const keyValueHeads = entry.field('keyValueHeads').or(heads).integer(1);
  if (heads % keyValueHeads !== 0) {
    throw entry.field('keyValueHeads').failure('must be a divisor of heads');
  }
  return {
    layers: entry.field('layers').integer(1),
    stages: entry.field('stages').or(1).integer(1),
    width: entry.field('width').integer(1),
    heads,
    keyValueHeads,
    headWidth: entry.field('headWidth').integer(1),
  };
}

function moduleInfo(entry: ManifestReader): ModuleInfo {
  return {
    name: entry.field('name').oneOf(isModule, 'skip, small or big'),
    innerWidth: entry.field('innerWidth').integer(0),
    flops: entry.field('flops').integer(0),
  };
}

function routerInfo(entry: ManifestReader): RouterInfo {
  return {
    name: entry.field('name').text(),
    budget: entry.field('budget').number(0),
    modules: moduleList(entry.field('modules')),
  };
}

function oracleGraph(entry: ManifestReader): OracleGraph {
  const device = entry.field('device');
  return {
    modules: moduleList(entry.field('modules')),
    positions: entry.field('positions').integer(1),
    ...(device.value !== undefined && { device: device.oneOf(isGpu, 'gpu, or absent') }),
    file: entry.field('file').text(),
  };
}

function isGpu(value: unknown): value is 'gpu' {
  return value === 'gpu';
}

function moduleList(entry: ManifestReader): ModuleList {
  const modules = entry.list((module) => module.oneOf(isModule, 'skip, small or big'));
  if (modules.length < 2 || new Set(modules).size < modules.length) {
    throw entry.failure('must name two or three different modules');
  }
  return modules;
}

function bundleFile(entry: ManifestReader): BundleFile {
  return {
    path: entry.field('path').oneOf(isInnerPath, 'a path inside the bundle'),
    bytes: entry.field('bytes').integer(0),
    sha256: entry.field('sha256').oneOf(isSha256, 'a SHA-256 of 64 lower-case hexadecimal digits'),
  };
}

function isInnerPath(value: unknown): value is string {
  if (typeof value !== 'string' || /[\\:\0]/.test(value)) return false;
  return value.split('/').every((part) => part !== '' && part !== '.' && part !== '..');
}

function isSha256(value: unknown): value is string {
  return typeof value === 'string' && /^[0-9a-f]{64}$/.test(value);
}

/** Every file that is loaded must be listed, so that nothing unverified ever is. */
function checkReferences(manifest: BundleManifest, root: ManifestReader): void {
  const listed = new Set(manifest.files.map(({ path }) => path));
  const { forward, oracles, routes } = manifest.graphs;
  const graphFiles = [
    forward,
    ...[...oracles, ...(routes ? [routes] : [])].map(({ file }) => file),
  ];
  for (const file of [...graphFiles, 'weights.bin', 'tokenizer.json']) {
    if (!listed.has(file)) throw root.field('files').failure(`must list ${file}`);
  }
  if (oracles.length === 0 && routes === undefined) {
    throw root.field('graphs').field('oracles').failure('must hold at least one oracle graph');
  }
  if (oracles.some(({ positions }) => positions > manifest.context)) {
    throw root.field('graphs').field('oracles').failure('must take no more positions than context');
  }
  const { layers } = manifest.dimensions;
  if (oracles.some(({ modules }) => modules.length ** layers > MOST_ROUTES)) {
    throw root.field('graphs').field('oracles').failure('must hold no graph of that many routes');
  }
  if (manifest.bos >= manifest.vocabulary) {
    throw root.field('bos').failure('must be an id of the vocabulary');
  }
}
