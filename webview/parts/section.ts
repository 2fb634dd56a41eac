import { element } from '../dom';
import type { Store } from '../state';
import type { SectionName } from '../uiState';
import type { View } from '../view';

/** A part of the panel under a heading that folds and unfolds it. What is folded is not drawn. */
export class Section {
  readonly element: HTMLDetailsElement;

  constructor(
    private readonly name: SectionName,
    private readonly title: string,
    private readonly view: View,
    private readonly store: Store,
    private readonly showFailure: (sentence: string) => void,
  ) {
    this.element = element(
      'details',
      { class: `section section-${name}` },
      element('summary', {}, element('h2', {}, title)),
      view.element,
    );
    this.element.open = !store.state.ui.folded.includes(name);
    this.element.addEventListener('toggle', () => {
      this.remember();
      this.update();
    });
  }

  /** A view that cannot be drawn leaves the others alone. */
  update(): void {
    if (!this.element.open) return;
    try {
      this.view.update(this.store.state);
    } catch (error) {
      console.error(error);
      this.showFailure(`“${this.title}” could not be drawn: ${(error as Error).message}.`);
    }
  }

  private remember(): void {
    const { folded } = this.store.state.ui;
    const others = folded.filter((name) => name !== this.name);
    const now = this.element.open ? others : [...others, this.name];
    if (now.length !== folded.length) this.store.changeUi({ folded: now });
  }
}
