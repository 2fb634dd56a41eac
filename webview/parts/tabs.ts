import { element } from '../dom';
import '../styles/tabs.css';

/** Tabs over one region of content, moved with the arrow keys as ARIA's pattern has it: only the chosen one is a tab stop. */
export class Tabs<Name extends string> {
  private readonly buttons: ReadonlyMap<Name, HTMLButtonElement>;
  readonly element: HTMLElement;

  /** `id` tells the tabs of one list from those of another; `panel` is what they change. */
  constructor(
    id: string,
    label: string,
    titles: Readonly<Record<Name, string>>,
    private readonly panel: HTMLElement,
    private readonly choose: (name: Name) => void,
  ) {
    panel.id = `${id}-panel`;
    panel.setAttribute('role', 'tabpanel');
    const names = Object.keys(titles) as Name[];
    this.buttons = new Map(
      names.map((name) => {
        const attributes = { role: 'tab', type: 'button', class: 'tab', 'aria-controls': panel.id };
        const made = element('button', { ...attributes, id: `${id}-${name}` }, titles[name]);
        made.addEventListener('click', () => {
          choose(name);
        });
        return [name, made];
      }),
    );
    this.element = element(
      'div',
      { class: 'tabs', role: 'tablist', 'aria-label': label },
      ...this.buttons.values(),
    );
    this.element.addEventListener('keydown', (event) => {
      const to = this.neighbour(event);
      if (to === undefined) return;
      event.preventDefault();
      this.choose(to);
      this.buttons.get(to)?.focus();
    });
  }

  show(chosen: Name): void {
    for (const [name, button] of this.buttons) {
      button.setAttribute('aria-selected', String(name === chosen));
      button.tabIndex = name === chosen ? 0 : -1;
      if (name === chosen) this.panel.setAttribute('aria-labelledby', button.id);
    }
  }

  private neighbour(event: KeyboardEvent): Name | undefined {
    const names = [...this.buttons.keys()];
    const at = names.findIndex((name) => this.buttons.get(name) === event.target);
    switch (event.key) {
      case 'ArrowRight':
        return names[(at + 1) % names.length];
      case 'ArrowLeft':
        return names.at(at - 1);
      case 'Home':
        return names[0];
      case 'End':
        return names.at(-1);
      default:
        return undefined;
    }
  }
}
