import type { Figures } from './figures';
import type { Origin } from './origin';
import type { RouteFacts, TokenFacts } from './tokenFacts';

// Lines for people and assistants who read text; all that is quoted in them is clipped and safe to show.

/** `sample.md: 120 tokens, duo-8l (8 layers, small,big) on cpu, big context` */
export function originInWords({
  source,
  tokens,
  model,
  layers,
  modules,
  provider,
  context,
}: Origin): string {
  return `${source}: ${amount(tokens, 'token')}; ${model} (${String(layers)} layers, ${modules.join(',')}) on ${provider}; ${context} context`;
}

/** `exactly 4 big layers` */
export function budgetInWords({ budget, atMost }: Pick<Figures, 'budget' | 'atMost'>): string {
  return `${atMost ? 'at most' : 'exactly'} ${amount(budget, 'big layer')}`;
}

export function amount(count: number, thing: string): string {
  return `${String(count)} ${thing}${count === 1 ? '' : 's'}`;
}

/** A number, or a dash where there is none. */
export function number(value: number | null): string {
  return value === null ? '-' : String(value);
}

/** `ssBB (2 big, 1.2 nats)` */
export function routeInWords(facts: RouteFacts | null): string {
  if (facts === null) return '-';
  const loss = facts.loss === null ? 'not in the table' : `${String(facts.loss)} nats`;
  return `${facts.route} (${String(facts.bigLayers)} big, ${loss})`;
}

/** `3:14 "word" in "the ⟦word⟧ in"` */
export function placeInWords({ line, column, text, surrounding }: TokenFacts): string {
  return `${String(line)}:${String(column)} "${text}" in "${surrounding}"`;
}

/** All routes of a token, and what was expected in its place. */
export function routesInWords(token: TokenFacts): string {
  const { best, oracle, withoutHindsight, router, neededBudget, expected } = token;
  const routes = [
    `needs ${number(neededBudget)} big`,
    `best ${routeInWords(best)}`,
    `oracle ${routeInWords(oracle)}`,
    ...(withoutHindsight === null ? [] : [`without hindsight ${routeInWords(withoutHindsight)}`]),
    ...(router === null ? [] : [`router ${routeInWords(router)}, regret ${number(router.regret)}`]),
  ];
  const guesses = expected.map(({ text, probability }) => `"${text}" ${number(probability)}`);
  return [
    routes.join('; '),
    ...(guesses.length === 0 ? [] : [`expected ${guesses.join(', ')}`]),
  ].join('. ');
}
