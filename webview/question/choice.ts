import { element } from '../dom';

export interface Option {
  readonly value: string;
  readonly label: string;
  readonly disabled?: boolean;
}

/** A labelled dropdown. Choosing calls `choose`; `show` says what is chosen. */
export class Choice {
  private readonly dropdown: HTMLElement & { value?: string };
  private shown = '';
  readonly element: HTMLElement;

  constructor(label: string, choose: (value: string) => void) {
    this.dropdown = element('vscode-dropdown', { 'aria-label': label });
    this.element = element(
      'div',
      { class: 'choice' },
      element('span', { class: 'choice-label', 'aria-hidden': 'true' }, label),
      this.dropdown,
    );
    this.dropdown.addEventListener('change', () => {
      const { value } = this.dropdown;
      if (value !== undefined) choose(value);
    });
  }

  show(options: readonly Option[], chosen: string): void {
    const key = JSON.stringify(options);
    if (key !== this.shown) {
      this.shown = key;
      this.dropdown.replaceChildren(
        ...options.map(({ value, label, disabled = false }) =>
          element('vscode-option', { value, disabled }, label),
        ),
      );
    }
    // The element takes a value only once it has looked at its options.
    queueMicrotask(() => {
      this.dropdown.value = chosen;
    });
  }
}
