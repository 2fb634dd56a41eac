export const SECTIONS = [
  'question',
  'usage',
  'curve',
  'summary',
  'grid',
  'token',
  'lists',
  'rerun',
  'compare',
  'export',
] as const;
export type SectionName = (typeof SECTIONS)[number];

export const GRID_SHOWS = ['oracle', 'router', 'difference'] as const;
export const LISTS = ['difficulty', 'regret', 'noGain'] as const;
export const UNITS = ['perplexity', 'nats'] as const;

/** What the user did to the panel's own controls: kept by the page, never by the host. */
export interface UiState {
  /** Sections that are folded. */
  readonly folded: readonly SectionName[];
  /** Token that the panel stays on, and of which text. */
  readonly pinned: { readonly token: number; readonly text: string } | null;
  /** Of losses in charts. */
  readonly unit: (typeof UNITS)[number];
  readonly gridShows: (typeof GRID_SHOWS)[number];
  readonly list: (typeof LISTS)[number];
  /** Column that the list is sorted by, `null`: as it comes; and whether from the smallest. */
  readonly sort: { readonly column: string; readonly ascending: boolean } | null;
}

const FRESH: UiState = {
  folded: [],
  pinned: null,
  unit: 'perplexity',
  gridShows: 'oracle',
  list: 'difficulty',
  sort: null,
};

/** What was kept, as far as it still makes sense. */
export function parseUiState(value: unknown): UiState {
  if (typeof value !== 'object' || value === null) return FRESH;
  const kept = value as Partial<Record<keyof UiState, unknown>>;
  return {
    folded: SECTIONS.filter((name) => Array.isArray(kept.folded) && kept.folded.includes(name)),
    pinned: parsePinned(kept.pinned),
    unit: UNITS.find((unit) => unit === kept.unit) ?? FRESH.unit,
    gridShows: GRID_SHOWS.find((shows) => shows === kept.gridShows) ?? FRESH.gridShows,
    list: LISTS.find((list) => list === kept.list) ?? FRESH.list,
    sort: parseSort(kept.sort),
  };
}

function parsePinned(value: unknown): UiState['pinned'] {
  if (typeof value !== 'object' || value === null) return null;
  const { token, text } = value as { token?: unknown; text?: unknown };
  if (typeof token !== 'number' || !Number.isSafeInteger(token) || token < 0) return null;
  return typeof text === 'string' ? { token, text } : null;
}

function parseSort(value: unknown): UiState['sort'] {
  if (typeof value !== 'object' || value === null) return null;
  const { column, ascending } = value as { column?: unknown; ascending?: unknown };
  if (typeof column !== 'string' || typeof ascending !== 'boolean') return null;
  return { column, ascending };
}
