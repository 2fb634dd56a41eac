import { KINDS } from '../../src/core/measures';
import { KIND_NAMES } from '../../src/core/words';
import { shownText } from '../../src/core/visibleText';
import type { Subject } from '../../src/panel/subject';
import { button } from '../parts/button';
import { element } from '../dom';
import { count } from '../numbers';
import { textBefore } from '../tokenText';
import { characterPart } from './characterParts';
import { tokenInWords } from './tokenWords';

export interface HeaderActions {
  go(token: number): void;
  /** To the token after this one (1) or before it (-1), if there is one. */
  step(by: 1 | -1): void;
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
      this.actions.step(-1);
    },
    { name: 'Previous token' },
  );
  private readonly next = button(
    '›',
    () => {
      this.actions.step(1);
    },
    { name: 'Next token' },
  );
  private readonly pin = element('vscode-checkbox', {}, 'Pin') as HTMLElement & {
    checked: boolean;
  };
  private readonly show: HTMLElement;
  private readonly partSentence = element('p');
  private readonly partButtons = element('div', { class: 'buttons' });
  private readonly parts = element(
    'div',
    { class: 'token-parts' },
    this.partSentence,
    this.partButtons,
  );
  private firstPart = -1;
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
      { class: 'token-bar', role: 'group', 'aria-label': 'Token' },
      this.previous,
      this.next,
      this.pin,
      this.show,
    );
    bar.addEventListener('keydown', (event) => {
      const step = event.key === 'ArrowLeft' ? -1 : event.key === 'ArrowRight' ? 1 : 0;
      if (step === 0) return;
      event.preventDefault();
      actions.step(step);
    });
    this.element = element(
      'div',
      { class: 'token-header' },
      this.title,
      bar,
      this.parts,
      this.facts,
    );
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
    this.showParts(content);
    this.facts.replaceChildren(
      element('p', {}, kind === undefined ? number : `${number}: ${KIND_NAMES[kind]}`),
      ...(stale ? [element('p', { class: 'note' }, STALE)] : []),
      ...(sentences.length > 0
        ? [element('ul', {}, ...sentences.map((each) => element('li', {}, each)))]
        : [element('p', { class: 'note' }, UNKNOWN)]),
    );
  }

  /** Its buttons stay, and with them the focus, while one goes from part to part. */
  private showParts({ subject, token }: HeaderContent): void {
    const { starts, ends } = subject.tokens;
    const { first, of } = characterPart(starts, ends, token);
    this.parts.hidden = of === 1;
    if (of === 1) return;
    const at = token - first;
    this.partSentence.textContent = `Part ${at + 1} of ${of} of a character that the tokenizer splits.`;
    if (this.partButtons.childElementCount !== of || this.firstPart !== first) {
      this.firstPart = first;
      const buttons = Array.from({ length: of }, (_, part) =>
        button(`Part ${part + 1}`, () => {
          this.actions.go(first + part);
        }),
      );
      this.partButtons.replaceChildren(...buttons);
    }
    for (const [part, each] of Array.from(this.partButtons.children).entries()) {
      if (part === at) each.setAttribute('aria-current', 'true');
      else each.removeAttribute('aria-current');
    }
  }
}

const STALE =
  'The text before this token has changed since the analysis. These numbers are of the text as it was.';
const UNKNOWN = 'Its losses are not known yet: they come as the analysis goes on.';
