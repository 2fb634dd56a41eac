import type { Face } from '../../src/panel/face';
import { button } from '../parts/button';
import { changed } from '../changed';
import { element } from '../dom';
import { headerContent, tokenCounts, type HeaderAction } from '../header/faceInWords';
import { Milestones } from '../milestones';
import { ProgressBar } from '../parts/progressBar';
import type { PanelState } from '../state';
import type { View, ViewTools } from '../view';
import '../styles/header.css';

/** What the panel is about, how that is going, and what to do next; all there is while nothing can be drawn. */
export function headerView({ host, announce }: ViewTools): View {
  const title = element('h1');
  const sentence = element('p', { class: 'header-sentence' });
  const actions = element('div', { class: 'buttons' });
  const cancel = button('Cancel', () => {
    host.tell('perform', 'cancelAnalysis');
  });
  const progress = new ProgressBar('Analysis', cancel);
  const header = element('header', { class: 'header' }, title, sentence, progress.element, actions);
  const voice = new AnalysisVoice(announce);

  const makeButton = (action: HeaderAction, at: number): HTMLElement => {
    const { label, command, secondary = false } = action;
    const act = (): void => {
      host.tell('perform', command);
    };
    return button(label, act, { primary: at === 0 && !secondary });
  };

  /** Buttons stay the same elements while they say the same, so that the focus stays where it is. */
  let offered = '';
  const offer = (offers: readonly HeaderAction[]): void => {
    const looks = JSON.stringify(offers);
    if (looks === offered) return;
    offered = looks;
    actions.replaceChildren(...offers.map(makeButton));
  };

  const showProgress = (face: Face): void => {
    progress.element.hidden = face.state !== 'running';
    cancel.hidden = !face.abilities.run;
    if (face.state !== 'running') return;
    if (face.progress === null) progress.showUnknown('Starting the model…');
    else progress.show(face.progress);
  };

  let drawn: PanelState | undefined;
  return {
    element: header,
    update: (state) => {
      if (!changed(state, drawn, ['face', 'subject'])) return;
      drawn = state;
      const { face, subject } = state;
      header.hidden = face === null;
      if (face === null) return;
      const content = headerContent(face, subject === null ? undefined : tokenCounts(subject));
      title.textContent = content.title;
      title.title = content.title;
      sentence.textContent = content.sentence ?? '';
      sentence.hidden = content.sentence === null;
      header.classList.toggle('header-warns', content.warns);
      offer(content.actions);
      actions.hidden = content.actions.length === 0;
      showProgress(face);
      voice.hear(face, content.sentence);
    },
  };
}

/** Tells screen readers how an analysis goes: its quarters and its end, but nothing of what was there already. */
class AnalysisVoice {
  private readonly milestones = new Milestones();
  private before: Face | undefined;

  constructor(private readonly announce: (sentence: string) => void) {}

  hear(face: Face, sentence: string | null): void {
    const { before } = this;
    this.before = face;
    if (before === undefined) return;
    if (face.state !== before.state || face.document !== before.document) {
      this.milestones.restart();
      if (face.state === 'running') this.announce('The analysis has started.');
      else if (sentence !== null) this.announce(sentence);
    } else if (face.state === 'running' && face.progress !== null) {
      const percent = this.milestones.reach(face.progress.known, face.progress.tokens);
      if (percent !== undefined) this.announce(`Analysis: ${percent} %.`);
    } else if (face.freshTokens !== null && before.freshTokens === null && sentence !== null) {
      this.announce(sentence);
    }
  }
}
