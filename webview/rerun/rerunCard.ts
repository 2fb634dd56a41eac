import type { Answer } from '../../src/panel/answer';
import type { RerunState } from '../../src/panel/rerun';
import type { Subject } from '../../src/panel/subject';
import { button } from '../parts/button';
import { numbersTable } from '../charts/textAlternative';
import { element } from '../dom';
import { counted, decimals } from '../numbers';
import { ProgressBar } from '../parts/progressBar';
import { usageTable } from '../parts/usageTable';
import type { ViewTools } from '../view';
import {
  answersQuestion,
  changedInWords,
  ranInWords,
  rerunFigures,
  rerunState,
} from './rerunInWords';

export interface RerunCardContent {
  readonly subject: Subject;
  readonly answer: Answer | null;
  /** The run of this card; `null`: it has none. */
  readonly rerun: RerunState | null;
  /** What would be run. */
  readonly question: string;
  /** Why it cannot be run now; `null`: it can. */
  readonly hindrance: string | null;
  /** The host can run the model. */
  readonly runs: boolean;
}

/** One kind of run: what it would do, how it goes and what came of it. */
export class RerunCard {
  private readonly question = element('p', {});
  private readonly hindrance = element('p', { class: 'note' });
  private readonly start: HTMLElement;
  private readonly progress: ProgressBar;
  private readonly controls: HTMLElement;
  private readonly ran = element('p', { class: 'rerun-ran' });
  private readonly changed = element('p', { class: 'rerun-changed' });
  private readonly state = element('p', {});
  private readonly result = element('div', { class: 'rerun-result' });
  readonly element: HTMLElement;

  /** `choice`: what the user chooses before a run, if anything. */
  constructor(
    private readonly title: string,
    explanation: string,
    choice: readonly HTMLElement[],
    run: () => void,
    { host }: ViewTools,
  ) {
    this.start = button('Run', run);
    const cancel = button('Cancel', () => {
      host.tell('cancelRerun', null);
    });
    this.progress = new ProgressBar(title, cancel);
    this.controls = element(
      'div',
      { class: 'rerun-controls' },
      ...choice,
      this.question,
      this.hindrance,
      element('div', { class: 'buttons' }, this.start),
    );
    this.element = element(
      'section',
      { class: 'rerun-card', 'aria-label': title },
      element('h3', {}, title),
      element('p', { class: 'note' }, explanation),
      this.controls,
      this.ran,
      this.changed,
      this.progress.element,
      this.state,
      this.result,
    );
  }

  show(content: RerunCardContent): void {
    const { rerun, hindrance, runs } = content;
    const running = rerun?.state === 'running';
    this.controls.hidden = !runs;
    this.question.textContent = content.question;
    this.question.hidden = running;
    this.hindrance.textContent = hindrance ?? '';
    this.hindrance.hidden = hindrance === null || running;
    this.start.hidden = running;
    const label = rerun === null ? 'Run' : rerun.state === 'failed' ? 'Try again' : 'Run again';
    this.start.textContent = label;
    this.start.setAttribute('aria-label', `${label}: ${this.title}`);
    this.start.toggleAttribute('disabled', hindrance !== null);
    this.progress.element.hidden = !running || !runs;
    if (running) this.progress.show(rerun);
    this.showResult(content);
  }

  private showResult({ subject, answer, rerun, runs }: RerunCardContent): void {
    const current = rerun === null || answer === null || answersQuestion(rerun, answer.constraint);
    this.ran.textContent = rerun === null ? '' : ranInWords(rerun);
    this.ran.hidden = rerun === null;
    this.changed.textContent = current ? '' : changedInWords(runs && rerun.state !== 'running');
    this.changed.hidden = current;
    const state = rerun === null ? null : rerunState(rerun);
    this.state.textContent = state ?? '';
    this.state.hidden = state === null;
    this.state.classList.toggle('warning', rerun?.state === 'failed');
    this.result.hidden = rerun === null || rerun.known === 0;
    if (rerun === null || rerun.known === 0) return;
    this.result.replaceChildren(
      element(
        'div',
        { class: 'table-scroll' },
        numbersTable(rerunFigures(rerun, subject.run.context.kind)),
      ),
      element(
        'p',
        {},
        `${decimals(rerun.meanBudget)} big layers per token, over ${counted(rerun.known, 'token')}.`,
      ),
      usageTable('Module usage by layer', subject.model.layers, [
        ['this run', rerun.usage],
        // Of another question it would only look like a change.
        ...(current && answer !== null ? [['oracle now', answer.usage] as const] : []),
      ]),
    );
  }
}
