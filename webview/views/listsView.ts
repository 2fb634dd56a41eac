import { shownText } from '../../src/core/visibleText';
import type { Subject } from '../../src/panel/subject';
import { button } from '../parts/button';
import { element } from '../dom';
import { goToWith } from '../goTo';
import {
  COLUMNS,
  listed,
  NO_GAIN_BELOW,
  ranking,
  RANKED_BY,
  valueOf,
  type Column,
  type ListName,
} from '../lists/ranking';
import { ariaSort, nextSort, sortOf } from '../lists/sorting';
import { TokenRows, type RowContent } from '../lists/tokenRows';
import { count, counted, nats } from '../numbers';
import type { PanelState } from '../state';
import { Tabs } from '../parts/tabs';
import { textBefore } from '../tokenText';
import type { View, ViewTools } from '../view';
import '../styles/lists.css';

const TITLES: Readonly<Record<ListName, string>> = {
  difficulty: 'Most difficult',
  regret: 'Largest regret',
  noGain: 'Surprise without gain',
};

const MEANINGS: Readonly<Record<ListName, string>> = {
  difficulty: 'Tokens on which the best route wins most over the cheapest.',
  regret: 'Tokens on which the router’s route loses most to the oracle at the same budget.',
  noGain: `Uncertain tokens that no route makes better by ${nats(NO_GAIN_BELOW, 2)} nats: compute does not help.`,
};

const EMPTY: Readonly<Record<ListName, string>> = {
  difficulty: 'No token is difficult: the cheapest route does as well as any.',
  regret: 'No token has a regret: no router ran, or it chose as well as the oracle.',
  noGain: 'There is no such token here.',
};

const NOTHING_KNOWN = 'Nothing is known of any token yet.';

const HEADERS: Readonly<Record<Column, readonly [short: string, meaning: string]>> = {
  token: ['No.', 'number of the token in the document'],
  surprise: ['Surprise', 'loss of the cheapest route, nats'],
  difficulty: ['Difficulty', 'nats that the best route wins over the cheapest'],
  regret: ['Regret', 'nats that the router’s route loses to the oracle at the same budget'],
  neededBudget: ['Needs', 'big layers needed to come near the best loss, whatever layers are set'],
};

const PAGE = 50;
/** Characters of context. */
const BEFORE = 16;

/** Lists of the tokens that tell most about a text and its model. */
export function listsView({ host, store }: ViewTools): View {
  const rows = new TokenRows(goToWith({ host, store }));
  const headers = new Map(COLUMNS.map((column) => [column, headerOf(column)]));
  for (const [column, header] of headers) {
    header.button.addEventListener('click', () => {
      store.changeUi({ sort: nextSort(sortOf(store.state.ui), column) });
    });
  }
  const caption = element('caption', { class: 'hidden-text' });
  const table = element(
    'table',
    { class: 'token-table' },
    caption,
    element(
      'thead',
      {},
      element(
        'tr',
        {},
        element('th', { scope: 'col' }, 'Token'),
        ...Array.from(headers.values(), ({ cell }) => cell),
      ),
    ),
    rows.body,
  );
  const scroll = element('div', { class: 'table-scroll' }, table);
  const meaning = element('p', { class: 'note' });
  const stale = element(
    'p',
    { class: 'note' },
    'Dimmed tokens come after an edit: their numbers are of the text as it was.',
  );
  let most = PAGE;
  const shownOf = element('span', { class: 'note' });
  const more = button('Show more', () => {
    most += PAGE;
    view.update(store.state);
  });
  const foot = element('div', { class: 'buttons' }, shownOf, more);
  const panel = element('div', { class: 'list' }, meaning, stale, scroll, foot);
  const tabs = new Tabs<ListName>('lists', 'Lists of tokens', TITLES, panel, (list) => {
    most = PAGE;
    store.changeUi({ list, sort: null });
  });

  let ranked: { of: Subject; list: ListName; tokens: Int32Array } | undefined;
  const rankedTokens = (subject: Subject, list: ListName): Int32Array => {
    if (ranked?.of !== subject || ranked.list !== list) {
      ranked = { of: subject, list, tokens: ranking(subject.tokens, list) };
    }
    return ranked.tokens;
  };

  const draw = (subject: Subject, { ui, face }: PanelState): void => {
    const { list } = ui;
    const all = rankedTokens(subject, list);
    const fresh = face?.freshTokens ?? subject.tokens.count;
    const contents = Array.from(listed(all, most, subject.tokens, sortOf(ui)), (token) =>
      contentOf(subject, token, token >= fresh),
    );
    tabs.show(list);
    panel.dataset['list'] = RANKED_BY[list];
    meaning.textContent =
      subject.tokens.known === 0 ? NOTHING_KNOWN : all.length === 0 ? EMPTY[list] : MEANINGS[list];
    caption.textContent = TITLES[list];
    scroll.hidden = all.length === 0;
    stale.hidden = !contents.some((row) => row.stale);
    for (const [column, { cell }] of headers) {
      const order = ariaSort(sortOf(ui), column);
      if (order === undefined) cell.removeAttribute('aria-sort');
      else cell.setAttribute('aria-sort', order);
    }
    rows.show(contents);
    foot.hidden = all.length === 0;
    shownOf.textContent = `${count(contents.length)} of ${counted(all.length, 'token')}`;
    more.hidden = contents.length === all.length;
  };

  let drawn: unknown[] = [];
  /** What makes the list another one: it begins at its top. */
  let begun: unknown[] = [];
  let marked: number | null = null;
  const view: View = {
    element: element('div', { class: 'lists' }, tabs.element, panel),
    update: (state) => {
      const { subject, ui, face, token } = state;
      if (subject === null) return;
      const inputs = [subject, ui.list, ui.sort, face?.freshTokens, most];
      const redraw = differ(inputs, drawn);
      if (redraw) draw(subject, state);
      drawn = inputs;
      if (redraw || token !== marked) rows.mark(token);
      const beginning = [subject.source.sha256, ui.list, ui.sort];
      if (differ(beginning, begun)) scroll.scrollTop = 0;
      // Only a token that the user goes to is worth leaving the place in the list for.
      else if (token !== marked && marked !== null) rows.bringIntoView(token);
      begun = beginning;
      marked = token;
    },
  };
  return view;
}

function differ(now: readonly unknown[], before: readonly unknown[]): boolean {
  return now.some((each, at) => each !== before[at]);
}

function headerOf(column: Column) {
  const [short, meaning] = HEADERS[column];
  const sorter = element('button', { type: 'button', class: 'sorter', title: meaning }, short);
  return {
    button: sorter,
    cell: element('th', { scope: 'col', class: `column-${column}` }, sorter),
  };
}

function contentOf({ tokens }: Subject, token: number, stale: boolean): RowContent {
  return {
    token,
    before: textBefore(tokens.texts, token, BEFORE),
    text: shownText(tokens.texts[token] ?? ''),
    cells: COLUMNS.map((column) => ({ column, text: cellText(tokens, column, token) })),
    stale,
  };
}

function cellText(tokens: Subject['tokens'], column: Column, token: number): string {
  const value = valueOf(tokens, column, token);
  switch (column) {
    case 'token':
      return count(tokens.firstIndex + value + 1);
    case 'neededBudget':
      return count(value);
    case 'surprise':
    case 'difficulty':
    case 'regret':
      return nats(value, 2);
  }
}
