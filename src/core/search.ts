import type { ModelInfo } from './model';
import type { ModuleList } from './module';

/**
 * How a token's best routes are found. `exact`: every route is evaluated. `beam`: a search evaluates few of them
 * (`searchRoutes`), and all of them for a sample of the tokens, which tell what it misses (`searchError`).
 */
export const SEARCHES = ['exact', 'beam'] as const;
export type Search = (typeof SEARCHES)[number];

type SearchedModel = Pick<ModelInfo, 'moduleLists' | 'exactLists' | 'hasRoutesGraph'>;

/** What a wish leads to with these modules: exact where that is possible and not declined; `undefined`: neither can be done. */
export function searchFor(
  { moduleLists, exactLists, hasRoutesGraph }: SearchedModel,
  modules: ModuleList,
  wanted: Search = 'exact',
): Search | undefined {
  const has = (lists: readonly ModuleList[]): boolean =>
    lists.some((list) => list.join() === modules.join());
  if (wanted === 'exact' && has(exactLists)) return 'exact';
  return hasRoutesGraph && has(moduleLists) ? 'beam' : undefined;
}
