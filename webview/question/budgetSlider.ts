import { element } from '../dom';

/** How many layers may be big: a native slider, so that it is the platform's for keyboards and screen readers. */
export class BudgetSlider {
  private readonly input = element('input', {
    type: 'range',
    class: 'budget-range',
    step: 1,
    min: 0,
  });
  private readonly ticks = element('div', { class: 'budget-ticks', 'aria-hidden': 'true' });
  private readonly value = element('output', { class: 'budget-value-text' });
  readonly element: HTMLElement;

  /** `move`: called with each budget while it is dragged; `settle` when it is left there. */
  constructor(move: (budget: number) => void, settle: () => void) {
    this.input.id = 'budget';
    const label = element('label', { for: 'budget' }, 'Budget');
    this.element = element(
      'div',
      { class: 'budget' },
      element('div', { class: 'budget-head' }, label, this.value),
      this.input,
      this.ticks,
    );
    this.input.addEventListener('input', () => {
      move(this.input.valueAsNumber);
    });
    this.input.addEventListener('change', settle);
  }

  show(budget: number, layers: number, words: string): void {
    this.input.max = String(layers);
    this.input.valueAsNumber = budget;
    this.input.setAttribute('aria-valuetext', words);
    this.input.style.setProperty('--filled', String(budget / layers));
    this.value.textContent = words;
    if (this.ticks.childElementCount !== layers + 1) {
      const numbers = Array.from({ length: layers + 1 }, (_, at) =>
        element('span', {}, String(at)),
      );
      this.ticks.replaceChildren(...numbers);
      this.ticks.classList.toggle('many', layers >= 10);
    }
    for (const [at, tick] of Array.from(this.ticks.children).entries()) {
      tick.classList.toggle('current', at === budget);
    }
  }
}
