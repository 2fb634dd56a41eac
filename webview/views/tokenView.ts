import { changed } from '../changed';
import { element } from '../dom';
import { routeSpaceOf } from '../routeSpaceOf';
import type { TokenDetail } from '../../src/panel/tokenDetail';
import { pinnedToken, type PanelState } from '../state';
import { BudgetChart } from '../token/budgetChart';
import { bestRoutes, predictionsPart, routerPart } from '../token/detailParts';
import { DetailLoader } from '../token/detailLoader';
import { DistributionChart } from '../token/distributionChart';
import { TokenHeader } from '../token/tokenHeader';
import { neededInWords } from '../token/tokenWords';
import type { View, ViewTools } from '../view';
import '../styles/token.css';

const HINT = 'Put the cursor on a token, or click one in the grid or a list.';
const HINT_ALONE = 'Click a token in the grid or a list.';

/** All about one token: the one under the editor's cursor, or a pinned one. */
export function tokenView(tools: ViewTools): View {
  return new TokenView(tools);
}

class TokenView implements View {
  private readonly none = element('p', { class: 'note' });
  private readonly header: TokenHeader;
  private readonly losses: DistributionChart;
  private readonly budgets: BudgetChart;
  private readonly needed = element('p');
  private readonly best = element('div', { class: 'token-part' });
  private readonly router = element('div', { class: 'token-part' });
  private readonly predictions = element('div', { class: 'token-part' });
  private readonly body: HTMLElement;
  private readonly loader: DetailLoader;
  private detail: TokenDetail | undefined;
  /** Whose words and lists are on screen. */
  private shownDetail: TokenDetail | undefined;
  private drawn: PanelState | undefined;
  readonly element: HTMLElement;

  constructor({ host, store }: ViewTools) {
    const go = (token: number): void => {
      if (pinnedToken(store.state) === null) store.select(token);
      else store.pin(token);
    };
    this.header = new TokenHeader({
      go,
      step: (by) => {
        // From the state, not from what is drawn: keys can come faster than frames.
        const { subject, token } = store.state;
        const to = (token ?? -1) + by;
        if (subject !== null && to >= 0 && to < subject.tokens.count) go(to);
      },
      pin: (pinned) => {
        store.pin(pinned ? store.state.token : null);
      },
      reveal: (aside) => {
        const { token } = store.state;
        if (token !== null) host.tell('reveal', { token, aside });
      },
    });
    this.losses = new DistributionChart({ host, store });
    this.budgets = new BudgetChart({ host, store });
    this.loader = new DetailLoader(
      (token) => host.call('detail', { token }),
      (detail) => {
        this.detail = detail;
        this.showDetail(store.state);
      },
    );
    this.body = element(
      'div',
      { class: 'token-body' },
      element(
        'div',
        { class: 'token-part' },
        element('h3', {}, 'Losses of all routes'),
        this.losses.element,
      ),
      element(
        'div',
        { class: 'token-part' },
        element('h3', {}, 'Loss against budget'),
        this.needed,
        this.budgets.element,
      ),
      this.best,
      this.predictions,
      this.router,
    );
    this.element = element(
      'div',
      { class: 'token-view' },
      this.none,
      this.header.element,
      this.body,
    );
  }

  update(state: PanelState): void {
    const { subject, token, answer, face } = state;
    const shown = subject !== null && token !== null && token < subject.tokens.count;
    this.none.hidden = shown;
    this.none.textContent = face?.abilities.reveal === true ? HINT : HINT_ALONE;
    this.header.element.hidden = !shown;
    if (!shown) {
      this.body.hidden = true;
      this.loader.want(undefined);
      return;
    }
    if (changed(state, this.drawn, ['subject', 'token', 'face', 'ui'])) {
      this.header.update({
        subject,
        token,
        pinned: pinnedToken(state) !== null,
        stale: token >= (face?.freshTokens ?? subject.tokens.count),
        canReveal: face?.abilities.reveal === true,
      });
    }
    this.drawn = state;
    const known = !Number.isNaN(subject.tokens.surprise[token] ?? Number.NaN);
    const wanted = known && answer !== null;
    this.loader.want(wanted ? { token, revision: subject.revision, question: answer } : undefined);
    this.showDetail(state);
  }

  /** The detail on screen stays until the next one of the same token comes: without flicker while a budget is dragged. */
  private showDetail(state: PanelState): void {
    const { subject, answer, token } = state;
    const { detail } = this;
    const space = subject === null ? undefined : routeSpaceOf(subject);
    const fits = detail?.token === token && detail.losses.length === space?.count;
    this.body.hidden = !fits;
    if (!fits || answer === null) return;
    const { constraint } = answer;
    const shown = { detail, space, constraint, context: subject?.run.context.kind ?? 'big' };
    this.losses.update(shown, state);
    this.budgets.update(shown, state);
    if (detail === this.shownDetail) return;
    this.shownDetail = detail;
    this.needed.textContent = neededInWords(detail, space.layers);
    this.best.replaceChildren(...bestRoutes(detail, space));
    this.predictions.replaceChildren(...predictionsPart(detail));
    this.router.replaceChildren(...routerPart(detail, subject?.router?.name));
  }
}
