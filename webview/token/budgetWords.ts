import type { RouteSpace } from '../../src/core/routes';
import { percent } from '../../src/core/words';
import type { RouteLoss, TokenDetail } from '../../src/panel/tokenDetail';
import type { Numbers, TooltipContent, TooltipRow } from '../charts/content';
import { SERIES } from '../charts/series';
import { count, nats } from '../numbers';
import type { TokenLosses } from './tokenLosses';

type Shown = Pick<TokenLosses, 'detail' | 'space'>;

/** Where the router is among the budgets; `undefined`: nowhere. */
export function routerPoint({
  detail: { router },
  space,
}: Shown): { readonly budget: number; readonly loss: number } | undefined {
  const { route, loss } = router ?? { route: null, loss: null };
  return route === null || loss === null ? undefined : { budget: space.bigCount(route), loss };
}

/** `undefined` where there is no such budget. */
export function budgetTooltip(shown: Shown, budget: number): TooltipContent | undefined {
  const { detail, space } = shown;
  const choice: RouteLoss | null | undefined = detail.byBudget[budget];
  if (choice === undefined) return undefined;
  const title = `${count(budget)} big`;
  if (choice === null) {
    return { title, rows: [], note: 'No route satisfies the layers that are set.' };
  }
  return {
    title,
    rows: [
      { name: 'oracle, nats', values: [nats(choice.loss)], look: SERIES.oracle.className },
      { name: 'its chance', values: [percent(Math.exp(-choice.loss))] },
      { name: 'its route', values: [space.format(choice.route)] },
      ...hindsightFreeRows(detail, space, budget),
      ...routerRows(shown, budget),
    ],
  };
}

function hindsightFreeRows(
  { hindsightFree }: TokenDetail,
  space: RouteSpace,
  budget: number,
): TooltipRow[] {
  const choice = hindsightFree?.byBudget[budget];
  if (choice == null) return [];
  const { label, className } = SERIES.hindsightFree;
  return [
    { name: `${label}, nats`, values: [nats(choice.loss)], look: className },
    { name: 'expected', values: [nats(choice.expected)] },
    { name: 'its route', values: [space.format(choice.route)] },
  ];
}

function routerRows(shown: Shown, budget: number): TooltipRow[] {
  const router = routerPoint(shown);
  if (router?.budget !== budget) return [];
  return [{ name: 'router, nats', values: [nats(router.loss)], look: SERIES.router.className }];
}

/** For whom the chart is no picture. */
export function budgetsInWords({ byBudget, hindsightFree }: TokenDetail): string {
  const list = (choices: readonly (RouteLoss | null)[]): string => {
    return choices
      .map((choice, budget) => `${count(budget)} big ${nats(choice?.loss, 2)}`)
      .join(', ');
  };
  const unseen =
    hindsightFree === null ? '' : ` Without hindsight: ${list(hindsightFree.byBudget)}.`;
  return `Loss against budget, nats: ${list(byBudget)}.${unseen}`;
}

export function budgetNumbers({ detail, space }: Shown, caption: string): Numbers {
  const { byBudget, hindsightFree } = detail;
  const route = (choice: RouteLoss | null | undefined): string => {
    return choice == null ? 'none' : space.format(choice.route);
  };
  return {
    caption,
    headings: [
      'Big layers',
      'Loss, nats',
      'Route',
      ...(hindsightFree === null ? [] : ['Without hindsight, nats', 'Expected, nats', 'Route']),
    ],
    rows: byBudget.map((choice, budget) => {
      const unseen = hindsightFree?.byBudget[budget];
      return [
        count(budget),
        nats(choice?.loss),
        route(choice),
        ...(hindsightFree === null
          ? []
          : [nats(unseen?.loss), nats(unseen?.expected), route(unseen)]),
      ];
    }),
  };
}
