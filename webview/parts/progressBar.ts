import { element } from '../dom';
import { counted, count } from '../numbers';
import '../styles/progress.css';

/** How far something is, as a bar, in words, and with a way to end it. */
export class ProgressBar {
  private readonly bar: HTMLProgressElement;
  private readonly words = element('span', { class: 'progress-words' });
  readonly element: HTMLElement;

  constructor(name: string, cancel: HTMLElement) {
    this.bar = element('progress', { 'aria-label': name });
    this.element = element('div', { class: 'progress' }, this.bar, this.words, cancel);
  }

  show(progress: Progress): void {
    this.bar.max = Math.max(progress.tokens, 1);
    this.bar.value = progress.known;
    this.words.textContent = progressInWords(progress);
  }

  /** While nobody knows how much there is to do. */
  showUnknown(words: string): void {
    this.bar.removeAttribute('value');
    this.words.textContent = words;
  }
}

export interface Progress {
  readonly known: number;
  readonly tokens: number;
  readonly tokensPerSecond: number;
}

export function progressInWords({ known, tokens, tokensPerSecond }: Progress): string {
  const rate = tokensPerSecond > 0 ? `, ${count(Math.round(tokensPerSecond))} tokens/s` : '';
  return `${count(known)} of ${counted(tokens, 'token')}${rate}`;
}
