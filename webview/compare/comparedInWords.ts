import type { ComparedTokens } from '../../src/panel/comparison';
import { count, counted } from '../numbers';

/** Which tokens of the run on screen, `all` of them, are compared, and what their difference can be. */
export function comparedInWords(
  { before, after, notCompared }: Omit<ComparedTokens, 'changes'>,
  all: number,
): string {
  const tokens = counted(all, 'token');
  if (before + after === 0) {
    return `None of the ${tokens} can be compared: the texts have none in common, the models differ, or a selection of an edited text was analysed.`;
  }
  if (after === 0 && notCompared === 0) return `All ${tokens} are compared.`;
  const rest = notCompared === 0 ? '' : ` ${left(notCompared)}`;
  if (after === 0) return `${count(before)} of ${tokens} are compared.${rest}`;
  return `${count(before)} of ${tokens} stand before the edit and ${count(after)} after it: there the text is the same, what precedes it is not.${rest}`;
}

function left(tokens: number): string {
  const verb = tokens === 1 ? 'is' : 'are';
  return `${counted(tokens, 'token')} ${verb} not compared: other text, or not known in both.`;
}
