import { element } from './dom';
import type { Store } from './state';
import type { SectionName } from './uiState';
import type { View } from './view';

/** A part of the panel under a heading that folds and unfolds it. What is folded is not drawn. */
export class Section {
  readonly element: HTMLDetailsElement;

  constructor(
    private readonly name: SectionName,
    title: string,
    private readonly view: View,
    private readonly store: Store,
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

  update(): void {
    if (this.element.open) this.view.update(this.store.state);
  }

  private remember(): void {
    const { folded } = this.store.state.ui;
    const others = folded.filter((name) => name !== this.name);
    const now = this.element.open ? others : [...others, this.name];
    if (now.length !== folded.length) this.store.changeUi({ folded: now });
  }
}
