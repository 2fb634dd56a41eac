import type { LayerConstraint } from '../../src/core/module';
import { layerNumber, MODULE_LOOKS } from '../charts/series';
import { element } from '../dom';
import { choiceLetter, nextChoice } from './layerChoices';

/** What one layer is set to: radio buttons of one letter each, so that a dozen layers fit a narrow panel. */
export class LayerControl {
  private readonly buttons: ReadonlyMap<LayerConstraint, HTMLButtonElement>;
  private readonly group: HTMLElement;
  /** Stands for what is set but is no choice here. */
  private lacking: HTMLButtonElement | undefined;
  private chosen: LayerConstraint = 'auto';
  readonly element: HTMLElement;

  constructor(
    layer: number,
    private readonly choices: readonly LayerConstraint[],
    private readonly choose: (choice: LayerConstraint) => void,
  ) {
    const number = layerNumber(layer);
    this.buttons = new Map(choices.map((choice) => [choice, this.makeButton(choice)]));
    this.group = element(
      'div',
      { class: 'layer-choices', role: 'radiogroup', 'aria-label': `Layer ${number}` },
      ...this.buttons.values(),
    );
    this.element = element(
      'div',
      { class: 'layer-control' },
      element('span', { class: 'layer-number', 'aria-hidden': 'true' }, String(number)),
      this.group,
    );
    this.group.addEventListener('keydown', (event) => {
      const step = stepOf(event.key);
      if (step === undefined) return;
      event.preventDefault();
      const next = nextChoice(this.choices, this.chosen, step);
      this.choose(next);
      this.buttons.get(next)?.focus();
    });
  }

  show(chosen: LayerConstraint): void {
    for (const [choice, button] of this.buttons) {
      button.setAttribute('aria-checked', String(choice === chosen));
      button.tabIndex = choice === chosen ? 0 : -1;
    }
    if (chosen !== this.chosen) this.showLacking(chosen);
    this.chosen = chosen;
  }

  /** What this run's modules lack can still be set, from another run: it is there to see until another choice is made. */
  private showLacking(chosen: LayerConstraint): void {
    this.lacking?.remove();
    this.lacking = this.buttons.has(chosen) ? undefined : this.makeButton(chosen);
    if (this.lacking === undefined) return;
    const name = `${chosen}: not among the modules of this run`;
    this.lacking.classList.add('choice-lacking');
    this.lacking.title = name;
    this.lacking.ariaLabel = name;
    this.lacking.ariaChecked = 'true';
    this.lacking.ariaDisabled = 'true';
    this.group.append(this.lacking);
  }

  private makeButton(choice: LayerConstraint): HTMLButtonElement {
    const look = choice === 'auto' ? '' : ` ${MODULE_LOOKS[choice].className}`;
    const button = element(
      'button',
      {
        type: 'button',
        role: 'radio',
        class: `layer-choice choice-${choice}${look}`,
        title: choice,
        'aria-label': choice,
      },
      choice === 'auto' ? 'auto' : choiceLetter(choice),
    );
    button.addEventListener('click', () => {
      this.choose(choice);
    });
    return button;
  }
}

function stepOf(key: string): 1 | -1 | undefined {
  if (key === 'ArrowRight' || key === 'ArrowDown') return 1;
  if (key === 'ArrowLeft' || key === 'ArrowUp') return -1;
  return undefined;
}
