import { Failure } from './failure';
import type { Module, ModuleList } from './module';

/** A router that a bundle carries. */
export interface RouterInfo {
  readonly name: string;
  /** Big layers per token that it was trained for, on average. */
  readonly budget: number;
  readonly modules: ModuleList;
}

/** What the rest of the product knows about an opened bundle. */
export interface ModelInfo {
  readonly name: string;
  readonly licence: string;
  /** SHA-256 of `duo.json`, which itself holds the hash of every other file. */
  readonly sha256: string;
  readonly layers: number;
  /** Tokens per window, BOS included. */
  readonly contextLength: number;
  readonly vocabularySize: number;
  readonly modules: readonly ModuleInfo[];
  /** The module lists that can be analysed. */
  readonly moduleLists: readonly ModuleList[];
  /** Those of them for which there is an oracle graph. */
  readonly exactLists: readonly ModuleList[];
  /** The losses of single routes can be asked for: what the beam needs. */
  readonly hasRoutesGraph: boolean;
  readonly routers: readonly RouterInfo[];
  /** Multiply-adds times two, per token. */
  readonly flops: {
    /** Attention of one layer, without the context-length term. */
    readonly attention: number;
    readonly head: number;
  };
}

export interface ModuleInfo {
  readonly name: Module;
  /** Inner width of the FFN; 0 for skip. */
  readonly innerWidth: number;
  /** Multiply-adds times two of one FFN evaluation, per token. */
  readonly flops: number;
}

/**
 * The router to compare with when none is named: the first that chooses among exactly these modules, else the first that
 * takes none outside them; `undefined` when there is no such router.
 */
export function defaultRouter({ routers }: ModelInfo, modules: ModuleList): RouterInfo | undefined {
  const within = routers.filter((router) => router.modules.every((each) => modules.includes(each)));
  return within.find((router) => router.modules.length === modules.length) ?? within[0];
}

/**
 * The name of the router to run: the wanted one, the default when none is wanted, `undefined` for `none`. Throws
 * Failure('request') when the model has no such router.
 */
export function routerNamed(
  model: ModelInfo,
  modules: ModuleList,
  wanted: string | undefined,
): string | undefined {
  if (wanted === 'none') return undefined;
  if (wanted === undefined) return defaultRouter(model, modules)?.name;
  const names = model.routers.map(({ name }) => name);
  if (names.includes(wanted)) return wanted;
  throw new Failure(
    'request',
    `The model ${model.name} has no router "${wanted}"; choose one of ${['none', ...names].join(', ')}.`,
  );
}
