import { grouped, markdownTable } from '../markdown';
import type { Report } from '../report';
import { isRouter, type BudgetRow } from '../tables/budgets';
import { fixedDigits } from '../words';

/** What each way to choose reaches, *big* beside *self*. */
export function budgetSection({ tables, model }: Report): string[] {
  const whole = tables.budgets.filter(({ part }) => part === 'all');
  const curves = whole.filter((row) => row.context === 'big' && !isRouter(row));
  const beginnings = tables.budgets.filter(({ part }) => part === 'beginnings');
  return [
    '## Loss by budget',
    'Nats per token, perplexity in parentheses, *big* context, all tokens. `budgets.csv` has the intervals.',
    ...grouped(curves, ({ set }) => set).map(([set, rows]) => table(set, rows, model.layers)),
    ...(whole.some(isRouter)
      ? [
          'Routers: the loss of their routes in the table (*big* context), and that of their own run (*self* context). `took`: big layers per token.',
          routerTable(whole.filter(isRouter)),
        ]
      : []),
    '### A run of its own',
    'The fixed route of each budget in its own run, all tokens, *self* context:',
    ...grouped(
      whole.filter((row) => row.context === 'self' && !isRouter(row)),
      ({ set }) => set,
    ).map(([set, rows]) => table(set, rows, model.layers)),
    `The oracle’s own runs are slow: over beginnings only, ${extentOf(beginnings)} of each set, with the others on the same tokens:`,
    ...grouped(beginnings, ({ set }) => set).map(([set, rows]) =>
      table(
        set,
        rows.map((row) => ({ ...row, method: `${row.method}, ${row.context}` })),
        model.layers,
      ),
    ),
  ];
}

function table(set: string, rows: readonly BudgetRow[], layers: number): string {
  const all = Array.from({ length: layers + 1 }, (_, budget) => budget);
  const budgets = all.filter((budget) => rows.some((row) => row.budget === budget));
  return markdownTable(
    [`${set}, big layers`, ...budgets.map(String)],
    grouped(rows, ({ method }) => method).map(([method, own]) => [
      method,
      ...budgets.map((budget) => loss(own.find((row) => row.budget === budget))),
    ]),
  );
}

function routerTable(rows: readonly BudgetRow[]): string {
  return markdownTable(
    ['set', 'router', 'took', 'in the table (big)', 'own run (self)'],
    grouped(rows, ({ set, method }) => `${set}|${method}`).map(([, own]) => {
      const [any] = own;
      return [
        any?.set ?? '',
        any?.method ?? '',
        any === undefined ? '' : fixedDigits(any.bigLayers, 2),
        loss(own.find(({ context }) => context === 'big')),
        loss(own.find(({ context }) => context === 'self')),
      ];
    }),
  );
}

function loss(row: BudgetRow | undefined): string {
  if (row === undefined || row.meanLoss === null || row.perplexity === null) return '';
  return `${fixedDigits(row.meanLoss, 3)} (${fixedDigits(row.perplexity, 2)})`;
}

function extentOf([row]: readonly BudgetRow[]): string {
  const documents = row?.documents ?? 0;
  return `${documents} document${documents === 1 ? '' : 's'} (${row?.tokens ?? 0} tokens)`;
}
