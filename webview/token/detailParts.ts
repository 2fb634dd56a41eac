import { LABELS } from '../../src/core/hindsight';
import type { RouteSpace } from '../../src/core/routes';
import { shownText } from '../../src/core/visibleText';
import type { TokenDetail } from '../../src/panel/tokenDetail';
import { element } from '../dom';
import { nats, share } from '../numbers';
import { namedRoutes } from './namedRoutes';
import { routeStrip } from './routeStrip';
import { ambiguityInWords } from './tokenWords';

/** The best routes under the question, and how many come near them. */
export function bestRoutes(detail: TokenDetail, space: RouteSpace): Node[] {
  const names = new Map(namedRoutes(detail).map((each) => [each.route, each.names]));
  return [
    element('h3', {}, 'Best routes'),
    element('p', {}, ambiguityInWords(detail)),
    element(
      'ol',
      { class: 'route-list', 'aria-label': 'Best routes, lowest layer first' },
      ...detail.best.map(({ route, loss }) =>
        element(
          'li',
          {},
          routeStrip(space.modulesOf(route)),
          element('span', { class: 'number' }, `${nats(loss)} nats`),
          ...(names.get(route) ?? []).map((name) => element('span', { class: 'note' }, name)),
        ),
      ),
    ),
    ...withoutAnswer(detail, space),
  ];
}

/** What would have been chosen under the question before the token is there. */
function withoutAnswer({ hindsightFree, oracle }: TokenDetail, space: RouteSpace): Node[] {
  if (hindsightFree?.asked == null) return [];
  const { route, loss, expected } = hindsightFree.asked;
  const lost = loss - (oracle?.loss ?? loss);
  return [
    element('h4', {}, 'Without the answer'),
    element(
      'p',
      { class: 'without-answer' },
      routeStrip(space.modulesOf(route)),
      element('span', { class: 'number' }, `${nats(loss)} nats`),
    ),
    element(
      'p',
      { class: 'note' },
      `${nats(lost)} nats more than the oracle’s. Expected, over ${LABELS} labels that the all-big model draws: ${nats(expected)}.`,
    ),
  ];
}

/** What the router did, and at what cost. */
export function routerPart({ router }: TokenDetail, name: string | undefined): Node[] {
  if (router === null) return [];
  const inTable = (value: number | null): string => {
    return value === null
      ? 'not known: its route takes a module that the table lacks'
      : `${nats(value)} nats`;
  };
  const fact = (term: string, value: Node | string): HTMLElement =>
    element('div', {}, element('dt', {}, term), element('dd', {}, value));
  return [
    element('h3', {}, `Router ${name ?? ''}`),
    element(
      'dl',
      { class: 'facts' },
      fact('Route', routeStrip(router.modules)),
      fact('Loss', inTable(router.loss)),
      fact('Loss in its own run', `${nats(router.ownLoss)} nats`),
      fact('Regret', inTable(router.regret)),
    ),
    element(
      'p',
      { class: 'note' },
      'Regret is what its route loses to the oracle with as many big layers. In its own run earlier tokens took its routes, too.',
    ),
  ];
}

/** What the model expected in the token's place. */
export function predictionsPart({ predictions }: TokenDetail): Node[] {
  if (predictions.length === 0) return [];
  return [
    element('h3', {}, 'What all layers big would have expected'),
    element(
      'ol',
      { class: 'predictions' },
      ...predictions.map(({ text, probability, actual }) => {
        const bar = element('span', { class: 'prediction-bar', 'aria-hidden': 'true' });
        bar.style.setProperty('width', `${100 * probability}%`);
        return element(
          'li',
          actual ? { class: 'actual' } : {},
          element('code', { title: shownText(text) }, shownText(text)),
          element('span', { class: 'prediction-track' }, bar),
          element('span', { class: 'number' }, share(probability)),
          ...(actual ? [element('span', { class: 'note' }, 'this token')] : []),
        );
      }),
    ),
    ...(predictions.some(({ actual }) => actual)
      ? []
      : [
          element(
            'p',
            { class: 'note' },
            `This token is not among the ${predictions.length} likeliest.`,
          ),
        ]),
  ];
}
