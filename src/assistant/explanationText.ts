import { KIND_NAMES } from '../core/words';
import { budgetInWords, number, originInWords, placeInWords, routesInWords } from './factsText';
import type { BudgetFacts, Explanation } from './explanation';

/** The explanation as text. */
export function explanationInWords(answer: Explanation): string {
  const { token, tokensOfCharacter, small, big, routerOwnLoss, predictedDifficulty } = answer;
  return [
    originInWords(answer),
    `Token ${String(answer.index + 1)}, ${placeInWords(token)}${token.kind === null ? '' : `: ${KIND_NAMES[token.kind]}`}`,
    ...(tokensOfCharacter > 1
      ? [`Its character is made of ${String(tokensOfCharacter)} tokens; this is the first.`]
      : []),
    token.why,
    `Loss with all layers small ${number(small)}, all big ${number(big)}, in the router’s own run ${number(routerOwnLoss)}; predicted difficulty ${number(predictedDifficulty)}`,
    routesInWords(token),
    `(oracle and without hindsight: with ${budgetInWords(answer)})`,
    '',
    `Lowest loss with ${answer.atMost ? 'at most' : 'exactly'} so many big layers:`,
    ...answer.byBudget.map(budgetLine),
    '',
    ...answer.notes,
  ].join('\n');
}

function budgetLine({ budget, route, loss, withoutHindsight }: BudgetFacts): string {
  const free = withoutHindsight === null ? '' : `; without hindsight ${number(withoutHindsight)}`;
  return `- ${String(budget)}: ${number(loss)} (${route ?? '-'})${free}`;
}
