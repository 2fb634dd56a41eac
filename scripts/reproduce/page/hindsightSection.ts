import { LABELS } from '../../../src/core/hindsight';
import { grouped, markdownTable } from '../markdown';
import type { Report } from '../report';
import { rowEstimate } from '../row';
import type { OtherRow } from '../tables/others';
import { fixedDigits, percent } from '../words';

export function hindsightSection({ tables }: Report): string[] {
  return [
    '## Hindsight',
    ...(tables.hindsight.length === 0
      ? ['Not measured: the bundle’s graphs take no labels.']
      : ownEstimate(tables.hindsight)),
    ...(tables.others.length === 0 ? [] : betterEstimates(tables.others)),
  ];
}

function ownEstimate(rows: Report['tables']['hindsight']): string[] {
  const sets = grouped(rows, ({ set }) => set);
  const budgets = grouped(
    rows.filter(({ share }) => share !== null),
    ({ budget }) => String(budget),
  );
  return [
    `The oracle knows the answer. What is left when it does not: routes chosen by ${LABELS} labels that the all-big model draws itself, scored by the true label. The share of the oracle’s advantage over the fixed route (the best one for this very text) that is then gone; above 100 %, the choice is worse than the fixed route. *Big* context.`,
    markdownTable(
      ['big layers', ...sets.flatMap(([set]) => [`${set}: advantage, nats`, `${set}: share gone`])],
      budgets.map(([budget, own]) => [
        budget,
        ...sets.flatMap(([set]) => {
          const row = own.find((each) => each.set === set);
          if (row?.advantage === undefined || row.advantage === null) return ['', ''];
          return [fixedDigits(row.advantage, 3), percent(rowEstimate(row, 'share'))];
        }),
      ]),
    ),
  ];
}

/** One table for each other model. */
function betterEstimates(rows: readonly OtherRow[]): string[] {
  return [
    '### With the help of another model',
    'Another model chooses: by its own expectation, by the mean of both expectations, and, although it knows the answer, by its own oracle. The share of this model’s advantage that is then gone. The first column is the other model’s own share: its expectation, its oracle, its fixed routes. *Big* context, the same tokens. `others.csv` says which models these were; it is written with `npm run reproduce -- --other DIR`, and kept by runs without as long as the bundle and the sample are the same.',
    ...grouped(rows, ({ otherSha256 }) => otherSha256).flatMap(([, own]) => oneOther(own)),
  ];
}

function oneOther(rows: readonly OtherRow[]): string[] {
  const [any] = rows;
  if (any === undefined) return [];
  const columns = grouped(rows, ({ scoredIn, chosenBy }) =>
    scoredIn === 'other' ? 'the other in its own table' : chosenBy,
  ).map(([name]) => name);
  const facts = [
    any.otherTokens === null ? undefined : `${(any.otherTokens / 1e6).toFixed(1)} million tokens`,
    any.otherSeed === null ? undefined : `seed ${any.otherSeed}`,
  ].filter((fact) => fact !== undefined);
  return [
    `**${any.other}** (${facts.join(', ')})`,
    markdownTable(
      ['set', 'big layers', ...columns],
      grouped(rows, ({ set, budget }) => `${set}|${budget}`).map(([, own]) => [
        own[0]?.set ?? '',
        String(own[0]?.budget ?? ''),
        ...columns.map((column) => {
          const row = own.find(({ scoredIn, chosenBy }) => {
            return column === 'the other in its own table'
              ? scoredIn === 'other'
              : scoredIn === 'model' && chosenBy === column;
          });
          return row === undefined ? '' : percent(rowEstimate(row, 'share'));
        }),
      ]),
    ),
  ];
}
