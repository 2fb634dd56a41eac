import { KINDS } from '../core/measures';
import { KIND_NAMES, QUANTITY_NAMES } from '../core/words';
import { budgetInWords, number, originInWords } from './factsText';
import type { Figures } from './figures';
import { lineInWords } from './hardLine';
import type { HardTokens } from './hardTokens';
import { tokenInWords } from './rankedTokenText';

/** The answer as text. */
export function hardTokensInWords(answer: HardTokens): string {
  const { by, meaning, hardest, moreTokens, hardestLines, moreLines, kinds, notes } = answer;
  const name = QUANTITY_NAMES[by];
  return [
    originInWords(answer),
    ...figuresInWords(answer.figures),
    `Kinds: ${KINDS.map((kind) => `${KIND_NAMES[kind]} ${String(kinds[kind])}`).join(', ')}`,
    '',
    `Hardest tokens by ${name} (${meaning}), line:column${more(moreTokens)}`,
    ...hardest.map(tokenInWords),
    '',
    `Hardest lines by the sum of ${name}${more(moreLines)}`,
    ...hardestLines.map(lineInWords),
    '',
    ...notes,
  ].join('\n');
}

function figuresInWords(figures: Figures): string[] {
  const { small, big, oracle, withoutHindsight, fixed, router, hindsight } = figures;
  return [
    `Perplexity in big context: all small ${number(small)}, all big ${number(big)}`,
    `With ${budgetInWords(figures)}: oracle ${number(oracle)}, without hindsight ${number(withoutHindsight)}, best fixed route ${fixed === null ? '-' : `${number(fixed.perplexity)} (${fixed.route})`}`,
    ...(router === null
      ? []
      : [
          `Router ${router.name}, ${number(router.bigLayers)} big layers per token: ${number(router.perplexity)}; in its own run ${number(router.ownPerplexity)}`,
        ]),
    ...(hindsight === null ? [] : [`Hindsight: ${hindsight.inWords}`]),
  ];
}

function more(count: number): string {
  return count === 0 ? ':' : `; ${String(count)} more are not shown:`;
}
