import { element } from '../dom';
import '../styles/failure.css';

/** What could not be done, in a sentence, until the user closes it or something else fails. */
export class FailureBar {
  private readonly sentence = element('p', { role: 'alert' });
  readonly element: HTMLElement;

  constructor() {
    const close = element('vscode-button', { appearance: 'icon', 'aria-label': 'Dismiss' }, '✕');
    this.element = element('div', { class: 'failure', hidden: true }, this.sentence, close);
    close.addEventListener('click', () => {
      this.element.hidden = true;
    });
  }

  show(sentence: string): void {
    this.element.hidden = false;
    // After it is shown, so that screen readers notice the change.
    this.sentence.textContent = sentence;
  }
}
