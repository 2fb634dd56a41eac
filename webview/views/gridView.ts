import { element } from '../dom';
import { button } from '../parts/button';
import { goToWith } from '../goTo';
import { changed } from '../changed';
import { saveSvgButton } from '../charts/figure';
import { svgFile } from '../charts/svgFile';
import { NumbersFold } from '../charts/textAlternative';
import { GridCanvas } from '../grid/gridCanvas';
import { readColours, type GridColours } from '../grid/gridColours';
import { GridData } from '../grid/gridData';
import { gridNumbers } from '../grid/gridNumbers';
import { cellSentence, cellTooltip, crowdTooltip } from '../grid/gridWords';
import { legendOf, looksOf, nameOf, type GridShows, type ValueLook } from '../grid/looks';
import { SvgSurface } from '../grid/svgSurface';
import { questionInWords } from '../../src/panel/questionInWords';
import type { PanelState } from '../state';
import { Tabs } from '../parts/tabs';
import type { View, ViewTools } from '../view';
import '../styles/charts.css';
import '../styles/grid.css';

const TITLE = 'Layers by tokens';

const TITLES: Readonly<Record<GridShows, string>> = {
  oracle: 'Oracle',
  router: 'Router',
  difference: 'Difference',
};

const HINT =
  'Drag or Shift + wheel to pan, Ctrl or Alt + wheel to zoom. A click goes to the token in the editor, Alt + click beside it.';
const HINT_ALONE =
  'Drag or Shift + wheel to pan, Ctrl or Alt + wheel to zoom. A click selects the token.';

/** Which module every token takes at every layer. */
export function gridView({ host, store, announce }: ViewTools): View {
  let data: GridData | undefined;
  let shows: GridShows = store.state.ui.gridShows;

  const goTo = goToWith({ host, store });
  const canvas = new GridCanvas({
    goTo: (place, how) => {
      if (!data) return;
      if (how === 'keyboard') {
        store.select(place.token);
        announce(cellSentence(data.factsAt(place)));
      } else goTo(place.token, how === 'revealAside');
    },
    pick: (tokens) => data?.hardest(tokens) ?? tokens.first,
    tooltip: (tokens, layer) => {
      if (!data) return { title: '', rows: [] };
      const { first, end } = tokens;
      if (end - first === 1) return cellTooltip(data.factsAt({ token: first, layer }));
      const numbers = { first: data.numberOf(first), last: data.numberOf(end - 1) };
      return crowdTooltip(numbers, layer, looksOf(shows), data.count(shows, layer, tokens));
    },
  });

  const caption = element('p', { class: 'grid-caption' });
  const legend = element('ul', { class: 'grid-legend', 'aria-label': 'Colours' });
  const hint = element('p', { class: 'grid-hint' });
  const numbers = new NumbersFold(`${TITLE}: numbers`);
  const save = saveSvgButton({ host, store }, 'layers-by-tokens', TITLE, () => {
    return data === undefined ? '' : gridFile(canvas, data, shows);
  });
  const tools = element(
    'div',
    { class: 'grid-tools' },
    button(
      '−',
      () => {
        canvas.zoomOut();
      },
      { name: 'Zoom out' },
    ),
    button(
      '+',
      () => {
        canvas.zoomIn();
      },
      { name: 'Zoom in' },
    ),
    button(
      'Fit',
      () => {
        canvas.showAll();
      },
      { name: 'Fit all tokens' },
    ),
  );
  const figure = element(
    'figure',
    { class: 'grid-figure' },
    caption,
    canvas.element,
    legend,
    hint,
    element('div', { class: 'chart-extras' }, numbers.element, save),
  );
  const tabs = new Tabs('grid', 'What the grid shows', TITLES, figure, (chosen) => {
    store.changeUi({ gridShows: chosen });
  });

  let drawn: PanelState | undefined;
  let colours: GridColours | undefined;

  const update = (state: PanelState): void => {
    const { subject, answer, face, token, ui, theme } = state;
    const before = drawn;
    if (!changed(state, before, ['subject', 'answer', 'face', 'token', 'ui', 'theme'])) return;
    drawn = state;
    if (subject === null) return;
    const freshTokens = face?.freshTokens ?? subject.tokens.count;
    if (data?.subject !== subject || data.answer !== answer || data.freshTokens !== freshTokens) {
      data = new GridData(subject, answer, freshTokens);
    }
    shows = ui.gridShows;
    const looks = looksOf(shows);
    if (!colours || before?.theme !== theme || before.ui.gridShows !== shows) {
      colours = readColours(figure, looks);
    }
    if (before?.subject !== subject || before.ui.gridShows !== shows) {
      legend.replaceChildren(...legendOf(shows, data.modules).map(legendEntry));
    }
    tabs.show(shows);
    caption.textContent = captionOf(data, shows);
    hint.textContent = face?.abilities.reveal === true ? HINT : HINT_ALONE;
    save.hidden = face?.abilities.save !== true;
    const { texts, difficulty } = subject.tokens;
    const picture = {
      cells: data.cells(shows),
      looks,
      texts,
      difficulty,
      freshTokens,
      marked: token,
    };
    canvas.show(picture, data.layers, colours);
    const shown = data;
    numbers.update(() =>
      gridNumbers(
        subject.run.modules,
        shown.layers,
        { oracle: answer?.usage ?? null, router: subject.router?.usage ?? null },
        shown.difference,
      ),
    );
  };

  return {
    element: element(
      'div',
      { class: 'grid-view' },
      element('div', { class: 'grid-bar' }, tabs.element, tools),
      figure,
    ),
    update,
  };
}

/** What the colours are of, in which context. */
function captionOf({ subject, answer }: GridData, shows: GridShows): string {
  const router = subject.router?.name;
  const oracle =
    answer === null ? 'the oracle' : `the oracle (${questionInWords(answer.constraint)})`;
  if (answer?.admissible === 0 && shows !== 'router') {
    return 'No route satisfies this budget and these layers: change one of them.';
  }
  if (router === undefined && shows !== 'oracle') {
    return 'No router ran in this analysis: choose a router and analyse again.';
  }
  switch (shows) {
    case 'oracle':
      return `The module that ${oracle} takes for each token, the last layer on top.`;
    case 'router':
      return `The module that the router ${router ?? ''} takes for each token, the last layer on top.`;
    case 'difference':
      return `Where ${oracle} and the router ${router ?? ''} differ, the last layer on top.`;
  }
}

function legendEntry(look: ValueLook): HTMLElement {
  return element(
    'li',
    {},
    element('span', { class: `grid-sample ${look.className}`, 'aria-hidden': 'true' }),
    nameOf(look),
  );
}

/** The drawing has to be on the page for a moment: its fonts and ground are the page's. */
function gridFile(canvas: GridCanvas, data: GridData, shows: GridShows): string {
  const legend = legendOf(shows, data.modules);
  const surface = canvas.paintOn((width, height) => new SvgSurface(width, height), legend);
  if (surface === undefined) return '';
  surface.element.classList.add('chart-svg', 'grid-file');
  canvas.element.append(surface.element);
  const content = svgFile(surface.element, { title: TITLE, caption: captionOf(data, shows) });
  surface.element.remove();
  return content;
}
