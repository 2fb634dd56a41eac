import type { RouterInfo } from '../../src/core/model';
import type { Subject } from '../../src/panel/subject';
import { element } from '../dom';
import { decimals } from '../numbers';

/** The routers of the model that take no module which the run lacks. */
export function routersFor({ model, run }: Pick<Subject, 'model' | 'run'>): RouterInfo[] {
  return model.routers.filter((router) =>
    router.modules.every((each) => run.modules.includes(each)),
  );
}

/** A dropdown of routers. */
export class RouterChoice {
  private readonly dropdown = element('vscode-dropdown', { 'aria-label': 'Router to run' });
  readonly element = element('div', { class: 'rerun-choice' }, this.dropdown);
  private names: readonly string[] = [];
  private wanted: string | undefined;

  constructor(onChange: () => void) {
    this.dropdown.addEventListener('change', () => {
      // The toolkit's element has the value of the chosen option.
      const { value } = this.dropdown as HTMLElement & { readonly value?: string };
      if (value === undefined || value === this.chosen) return;
      this.wanted = value;
      onChange();
    });
  }

  /** `undefined`: there is none to choose. */
  get chosen(): string | undefined {
    return this.names.find((name) => name === this.wanted) ?? this.names[0];
  }

  /** There is more than one to choose. */
  get choosable(): boolean {
    return this.names.length > 1;
  }

  /** The analysed router is chosen at first. */
  show(subject: Subject): void {
    this.wanted ??= subject.run.router;
    const routers = routersFor(subject);
    const names = routers.map(({ name }) => name);
    if (names.join() === this.names.join()) return;
    this.names = names;
    this.element.hidden = names.length === 0;
    this.dropdown.replaceChildren(
      ...routers.map(({ name, budget }) =>
        element(
          'vscode-option',
          { value: name, selected: name === this.chosen },
          `${name} (${decimals(budget)} big)`,
        ),
      ),
    );
  }
}
