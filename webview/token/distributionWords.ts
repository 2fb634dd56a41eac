import { extent, quantileSorted } from 'd3-array';
import type { RouteSpace } from '../../src/core/routes';
import type { TokenDetail } from '../../src/panel/tokenDetail';
import type { Numbers, TooltipContent } from '../charts/content';
import { count, counted, nats } from '../numbers';
import { lossesByBudget } from './distribution';
import { namedRoutes } from './namedRoutes';
import type { TokenLosses } from './tokenLosses';

type Shown = Pick<TokenLosses, 'detail' | 'space'>;

export function routeTooltip(
  detail: TokenDetail,
  space: RouteSpace,
  route: number,
): TooltipContent {
  const named = namedRoutes(detail).find((each) => each.route === route);
  const big = space.bigCount(route);
  return {
    title: space.format(route),
    rows: [
      { name: 'loss, nats', values: [nats(detail.losses[route])] },
      { name: 'big layers', values: [count(big)] },
    ],
    ...(named === undefined ? {} : { note: named.names.join(', ') }),
  };
}

export function distributionInWords({ detail, space }: Shown): string {
  const [low, high] = extent(detail.losses);
  const tried = detail.losses.filter((loss) => !Number.isNaN(loss)).length;
  const routes = tried === space.count ? 'all routes' : 'the routes that were tried';
  const named = namedRoutes(detail).map(({ names, loss }) => {
    return `${names.join(' and ')} ${nats(loss, 2)}`;
  });
  return `Losses of ${routes}: ${counted(tried, 'route')} between ${nats(low, 2)} and ${nats(high, 2)} nats; ${named.join(', ')}.`;
}

export function distributionNumbers({ detail, space }: Shown): Numbers {
  const named = namedRoutes(detail);
  return {
    caption: 'Losses in nats by number of big layers.',
    headings: ['Big layers', 'Routes', 'Lowest', 'Median', 'Highest', 'Named'],
    rows: lossesByBudget(detail, space.bigCounts).map(({ budget, sorted }) => [
      String(budget),
      count(sorted.length),
      nats(sorted[0]),
      nats(quantileSorted(sorted, 0.5)),
      nats(sorted.at(-1)),
      named
        .filter(({ route }) => space.bigCount(route) === budget)
        .map(({ names, loss }) => `${names.join(', ')} ${nats(loss)}`)
        .join('; '),
    ]),
  };
}
