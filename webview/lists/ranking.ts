import { levelSteps } from '../../src/core/colourScale';
import { KINDS } from '../../src/core/measures';
import type { SubjectTokens } from '../../src/panel/subject';
import type { UiState } from '../uiState';

export type ListName = UiState['list'];
export const COLUMNS = ['token', 'surprise', 'difficulty', 'regret', 'neededBudget'] as const;
export type Column = (typeof COLUMNS)[number];

/** The column by which a list is made. */
export const RANKED_BY: Readonly<Record<ListName, Column>> = {
  difficulty: 'difficulty',
  regret: 'regret',
  noGain: 'surprise',
};

/** Nats below which a difference is shown as none, two decimals at hand. */
const NOTHING = 0.005;
/** Nats of difficulty up to which the editor shows no colour either. */
export const NO_GAIN_BELOW = levelSteps('difficulty')[0] ?? 0;

/** All tokens that belong to a list, the most remarkable first; of equal ones the earlier first. */
export function ranking(tokens: SubjectTokens, list: ListName): Int32Array {
  const members = Int32Array.from({ length: tokens.count }, (_, token) => token).filter((token) =>
    belongs(tokens, list, token),
  );
  return sortBy(members, tokens, RANKED_BY[list], false);
}

/** The first `most` tokens of a ranking in the order of a column. What lists hold never depends on how they are sorted. */
export function listed(
  ranked: Int32Array,
  most: number,
  tokens: SubjectTokens,
  sort: { readonly column: Column; readonly ascending: boolean } | null,
): Int32Array {
  const top = ranked.slice(0, most);
  return sort === null ? top : sortBy(top, tokens, sort.column, sort.ascending);
}

export function valueOf(tokens: SubjectTokens, column: Column, token: number): number {
  if (column === 'token') return token;
  const value = tokens[column][token] ?? Number.NaN;
  return column === 'neededBudget' && value < 0 ? Number.NaN : value;
}

function belongs(tokens: SubjectTokens, list: ListName, token: number): boolean {
  if (list !== 'noGain') return valueOf(tokens, list, token) >= NOTHING;
  const uncertain = KINDS[tokens.kinds[token] ?? -1] === 'uncertain';
  return uncertain && valueOf(tokens, 'difficulty', token) < NO_GAIN_BELOW;
}

/** Stable; what has no value comes last either way. */
function sortBy(
  members: Int32Array,
  tokens: SubjectTokens,
  column: Column,
  ascending: boolean,
): Int32Array {
  const direction = ascending ? 1 : -1;
  const none = direction * Number.POSITIVE_INFINITY;
  const keys = new Float64Array(tokens.count);
  for (const token of members) {
    const value = valueOf(tokens, column, token);
    keys[token] = Number.isNaN(value) ? none : value;
  }
  return members.sort((one, other) => {
    const first = keys[one] ?? none;
    const second = keys[other] ?? none;
    return first === second ? one - other : direction * (first - second);
  });
}
