import type { LayerConstraint } from '../../src/core/module';
import { layerNumber, MODULE_LOOKS } from '../charts/series';
import { element } from '../dom';
import { choiceLetter, nextChoice } from './layerChoices';

/** What one layer is set to: radio buttons of one letter each, so that a dozen layers fit a narrow panel. */
export class LayerControl {
  private readonly buttons: ReadonlyMap<LayerConstraint, HTMLButtonElement>;
  readonly element: HTMLElement;

  constructor(
    layer: number,
    private readonly choices: readonly LayerConstraint[],
    private readonly choose: (choice: LayerConstraint) => void,
  ) {
    const number = layerNumber(layer);
    this.buttons = new Map(choices.map((choice) => [choice, this.makeButton(choice)]));
    const group = element(
      'div',
      { class: 'layer-choices', role: 'radiogroup', 'aria-label': `Layer ${number}` },
      ...this.buttons.values(),
    );
    this.element = element(
      'div',
      { class: 'layer-control' },
      element('span', { class: 'layer-number', 'aria-hidden': 'true' }, String(number)),
      group,
    );
    group.addEventListener('keydown', (event) => {
      const step = stepOf(event.key);
      if (step === undefined) return;
      event.preventDefault();
      const next = nextChoice(this.choices, this.checked(), step);
      this.choose(next);
      this.buttons.get(next)?.focus();
    });
  }

  show(chosen: LayerConstraint): void {
    // What this run's modules lack can still be set, from another run: then no button is on, but one must be reachable.
    const reachable = this.buttons.has(chosen) ? chosen : 'auto';
    for (const [choice, button] of this.buttons) {
      button.setAttribute('aria-checked', String(choice === chosen));
      button.tabIndex = choice === reachable ? 0 : -1;
    }
  }

  private checked(): LayerConstraint {
    for (const [choice, button] of this.buttons) if (button.ariaChecked === 'true') return choice;
    return 'auto';
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
