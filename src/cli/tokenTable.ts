import type { Analysis } from '../core/analysis';
import type { Measures } from '../core/measures';
import { formatModules } from '../core/routes';
import { visibleText } from '../core/visibleText';
import { KIND_NAMES } from '../core/words';
import { columns, nats } from './columns';

const HEADINGS = [
  'token',
  'start',
  'surprise',
  'difficulty',
  'kind',
  'needed',
  'oracle',
  'router',
  'regret',
  'text',
];

/**
 * One line per token, for terminals without colour and for other programs. The text comes last, quoted; a token that only
 * continues a character has none, and stands there as the vocabulary writes it.
 */
export function tokenTable(
  analysis: Analysis,
  measures: Measures,
  text: string,
  vocabulary: readonly string[],
): string[] {
  const { space } = analysis.table;
  const rows = Array.from(analysis.tokens, ({ index, id, start, end }, at) => {
    const kind = measures.kinds[at];
    const needed = measures.neededBudget[at] ?? -1;
    const oracle = measures.oracle.routes[at] ?? -1;
    const router = analysis.routerRoute(at);
    return [
      String(index),
      String(start),
      nats(measures.surprise[at]),
      nats(measures.difficulty[at]),
      kind === undefined ? '' : KIND_NAMES[kind],
      needed < 0 ? '' : String(needed),
      oracle < 0 ? '' : space.format(oracle),
      router === undefined ? '' : formatModules(router),
      nats(measures.regret[at]),
      start === end ? (vocabulary[id] ?? '') : `"${visibleText(text.slice(start, end))}"`,
    ];
  });
  return columns([HEADINGS, ...rows], 'rrrrlrllrl');
}
