import { MODULES } from '../../src/core/module';
import { shownText } from '../../src/core/visibleText';
import type { ComparedFigure, Comparison, KeptRun } from '../../src/panel/comparison';
import { button } from '../parts/button';
import { changed } from '../changed';
import { numbersTable } from '../charts/textAlternative';
import { comparedInWords } from '../compare/comparedInWords';
import { differs, sameFigures, sameInWords } from '../compare/sameFigures';
import { figureRow } from '../compare/figureRow';
import { element } from '../dom';
import { goToWith } from '../goTo';
import { TokenRows } from '../lists/tokenRows';
import { nats, signed } from '../numbers';
import type { PanelState } from '../state';
import { textBefore } from '../tokenText';
import { usageTable } from '../parts/usageTable';
import type { View, ViewTools } from '../view';
import '../styles/compare.css';
import '../styles/lists.css';

/** Characters of context. */
const BEFORE = 16;

/** Runs that the user kept, and one of them beside the run on screen. */
export function compareView({ host, store }: ViewTools): View {
  const keep = button('Keep this run', () => {
    host.tell('keep', null);
  });
  const hint = element(
    'p',
    { class: 'note' },
    'Keep the run on screen, then change the budget, the modules, the router or the text, and see both side by side.',
  );
  const list = element('ul', { class: 'kept-runs' });
  const rows = new TokenRows(goToWith({ host, store }));
  const table = element('div', { class: 'comparison' });

  const showKept = ({ kept, comparison }: PanelState): void => {
    hint.hidden = kept.length > 0;
    const items = kept.map((run) => {
      const compared = run.id === comparison?.id;
      const compare = button(
        compared ? 'Stop comparing' : 'Compare',
        () => {
          host.tell('compareWith', { id: compared ? null : run.id });
        },
        { name: `${compared ? 'Stop comparing' : 'Compare'} with ${run.label}` },
      );
      const discard = button(
        'Discard',
        () => {
          host.tell('discardKept', { id: run.id });
        },
        { name: `Discard ${run.label}` },
      );
      return element(
        'li',
        { class: compared ? 'kept-run compared' : 'kept-run' },
        element('p', {}, run.label, ' ', keptTime(run)),
        element('div', { class: 'buttons' }, compare, discard),
      );
    });
    replaceKeepingFocus(list, items);
  };

  const showComparison = ({ comparison, subject, kept }: PanelState): void => {
    table.hidden = comparison === null || subject === null;
    if (comparison === null || subject === null) return;
    const run = kept.find(({ id }) => id === comparison.id);
    rows.show(
      comparison.tokens.changes.map((change) => ({
        token: change.token,
        before: textBefore(subject.tokens.texts, change.token, BEFORE),
        text: shownText(change.text),
        cells: [
          { column: 'kept', text: nats(change.kept, 2) },
          { column: 'now', text: nats(change.now, 2) },
          { column: 'change', text: signed(change.now - change.kept, (size) => nats(size, 2)) },
        ],
        stale: false,
      })),
    );
    table.replaceChildren(
      element('h3', {}, 'Now, beside the run kept at ', run === undefined ? '' : keptTime(run)),
      ...figuresOf(comparison.figures),
      usageOf(comparison),
      element('p', { class: 'note' }, comparedInWords(comparison.tokens, subject.tokens.count)),
      changesTable(rows, comparison),
    );
  };

  let drawn: PanelState | undefined;
  return {
    element: element(
      'div',
      { class: 'compare' },
      element('div', { class: 'buttons' }, keep),
      hint,
      list,
      table,
    ),
    update: (state) => {
      if (changed(state, drawn, ['kept', 'comparison'])) showKept(state);
      const anew = changed(state, drawn, ['comparison', 'subject']);
      if (anew) showComparison(state);
      if (anew || changed(state, drawn, ['token'])) rows.mark(state.token);
      drawn = state;
    },
  };
}

function keptTime({ keptAt }: KeptRun): HTMLElement {
  const time = new Date(keptAt);
  const words = time.toLocaleTimeString('en', {
    hour: '2-digit',
    minute: '2-digit',
    hour12: false,
  });
  return element('time', { datetime: time.toISOString(), title: time.toLocaleString() }, words);
}

/** What differs as a table; what does not in one sentence, so that it hides nothing. */
function figuresOf(figures: readonly ComparedFigure[]): HTMLElement[] {
  const different = figures.filter(differs);
  const same = sameFigures(figures);
  return [
    ...(different.length === 0 ? [] : [figuresTable(different)]),
    ...(same.length === 0 ? [] : [element('p', { class: 'note' }, sameInWords(same))]),
  ];
}

function figuresTable(figures: readonly ComparedFigure[]): HTMLElement {
  return element(
    'div',
    { class: 'table-scroll', tabindex: 0, role: 'group', 'aria-label': 'Figures of both runs' },
    numbersTable({
      caption: 'Figures of both runs',
      headings: ['figure', 'kept', 'now', 'change'],
      rows: figures.map(figureRow),
    }),
  );
}

function usageOf({ usage }: Comparison): HTMLElement {
  const same = usage.every(({ kept, now }) => {
    return MODULES.every((module) => kept?.[module] === now?.[module]);
  });
  if (same) return element('p', { class: 'note' }, 'The oracle uses every layer the same in both.');
  return usageTable('Module usage of the oracle by layer', usage.length, [
    ['kept', usage.map(({ kept }) => kept)],
    ['now', usage.map(({ now }) => now)],
  ]);
}

function changesTable(rows: TokenRows, { tokens }: Comparison): HTMLElement {
  if (tokens.changes.length === 0) {
    return element('p', { class: 'note' }, 'No token’s loss under the question differs.');
  }
  const heading = (text: string): HTMLElement => {
    return element('th', { scope: 'col', class: `column-${text}` }, text);
  };
  return element(
    'div',
    { class: 'table-scroll changes' },
    element(
      'table',
      { class: 'token-table' },
      element('caption', {}, 'Largest changes of the oracle’s loss, nats'),
      element('thead', {}, element('tr', {}, ...['token', 'kept', 'now', 'change'].map(heading))),
      rows.body,
    ),
  );
}

/** A button that did its work is made anew under another name: the focus goes to the one in its place. */
function replaceKeepingFocus(list: HTMLElement, items: readonly HTMLElement[]): void {
  const buttons = (): HTMLElement[] => [...list.querySelectorAll<HTMLElement>('vscode-button')];
  const focused = buttons().findIndex((each) => each === document.activeElement);
  list.replaceChildren(...items);
  if (focused >= 0) (buttons()[focused] ?? buttons().at(-1))?.focus();
}
