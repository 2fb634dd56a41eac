import { KINDS } from '../../src/core/measures';
import { KIND_NAMES } from '../../src/core/words';
import type { Subject } from '../../src/panel/subject';
import { button } from '../button';
import { element } from '../dom';
import { count } from '../numbers';
import { shownText, textBefore } from '../tokenText';
import { characterPart } from './characterParts';
import { tokenInWords } from './tokenWords';

export interface HeaderActions {
  go(token: number): void;
  pin(pinned: boolean): void;
  reveal(aside: boolean): void;
}

export interface HeaderContent {
  readonly subject: Subject;
  readonly token: number;
  readonly pinned: boolean;
  readonly stale: boolean;
  readonly canReveal: boolean;
}

/** Characters of the text before the token. */
const BEFORE = 24;

/** Which token it is, what its numbers mean, and the way to its neighbours. */
export class TokenHeader {
  private readonly title = element('p', { class: 'token-title' });
  private readonly facts = element('div', { class: 'token-facts' });
  private readonly previous = button(
    '‹',
    () => {
      this.step(-1);
    },
    { name: 'Previous token' },
  );
  private readonly next = button(
    '›',
    () => {
      this.step(1);
    },
    { name: 'Next token' },
  );
  private readonly pin = element('vscode-checkbox', {}, 'Pin') as HTMLElement & {
    checked: boolean;
  };
  private readonly show: HTMLElement;
  readonly element: HTMLElement;
  private content: HeaderContent | undefined;

  constructor(private readonly actions: HeaderActions) {
    this.show = button('Show in editor', () => {
      actions.reveal(false);
    });
    this.show.addEventListener(
      'click',
      (event) => {
        if (!event.altKey) return;
        event.stopImmediatePropagation();
        actions.reveal(true);
      },
      { capture: true },
    );
    this.pin.addEventListener('change', () => {
      const { content } = this;
      if (content && this.pin.checked !== content.pinned) actions.pin(this.pin.checked);
    });
    const bar = element(
      'div',
      { class: 'token-bar', role: 'toolbar', 'aria-label': 'Token' },
      this.previous,
      this.next,
      this.pin,
      this.show,
    );
    bar.addEventListener('keydown', (event) => {
      const step = event.key === 'ArrowLeft' ? -1 : event.key === 'ArrowRight' ? 1 : 0;
      if (step === 0) return;
      event.preventDefault();
      this.step(step);
    });
    this.element = element('div', { class: 'token-header' }, this.title, bar, this.facts);
  }

  update(content: HeaderContent): void {
    this.content = content;
    const { subject, token, pinned, stale, canReveal } = content;
    const { tokens, run } = subject;
    const { texts } = tokens;
    const kind = KINDS[tokens.kinds[token] ?? -1];
    this.title.replaceChildren(
      element('span', { class: 'token-before' }, textBefore(texts, token, BEFORE)),
      element('code', { class: 'token-text' }, shownText(texts[token] ?? '')),
    );
    this.previous.toggleAttribute('disabled', token === 0);
    this.next.toggleAttribute('disabled', token >= tokens.count - 1);
    this.pin.checked = pinned;
    this.show.hidden = !canReveal;
    const number = `Token ${count(tokens.firstIndex + token + 1)}`;
    const sentences = tokenInWords(tokens, token, run);
    this.facts.replaceChildren(
      element('p', {}, kind === undefined ? number : `${number}: ${KIND_NAMES[kind]}`),
      ...this.partOfCharacter(),
      ...(stale ? [element('p', { class: 'note' }, STALE)] : []),
      ...(sentences.length > 0
        ? [element('ul', {}, ...sentences.map((each) => element('li', {}, each)))]
        : [element('p', { class: 'note' }, UNKNOWN)]),
    );
  }

  private partOfCharacter(): Node[] {
    if (!this.content) return [];
    const { subject, token } = this.content;
    const { starts, ends } = subject.tokens;
    const { first, of } = characterPart(starts, ends, token);
    if (of === 1) return [];
    const at = token - first;
    const sentence = `Part ${at + 1} of ${of} of a character that the tokenizer splits.`;
    const buttons = Array.from({ length: of }, (_, part) => part)
      .filter((part) => part !== at)
      .map((part) =>
        button(`Part ${part + 1}`, () => {
          this.actions.go(first + part);
        }),
      );
    return [element('p', {}, sentence), element('div', { class: 'buttons' }, ...buttons)];
  }

  private step(by: number): void {
    if (!this.content) return;
    const { token, subject } = this.content;
    const to = token + by;
    if (to >= 0 && to < subject.tokens.count) this.actions.go(to);
  }
}

const STALE =
  'The text before this token has changed since the analysis. These numbers are of the text as it was.';
const UNKNOWN = 'Its losses are not known yet: they come as the analysis goes on.';
