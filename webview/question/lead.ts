import type { Hindsight } from '../../src/core/hindsight';
import { HINDSIGHT_MEANING } from '../../src/core/words';
import { SERIES } from '../charts/series';
import { element } from '../dom';
import { leadInWords, wayOf } from './hindsight';

/** How much of the oracle's lead over the fixed route is left without hindsight: a bar of the lead, and what it says. */
export class Lead {
  private readonly kept = element('span', { class: 'lead-kept' });
  private readonly interval = element('span', { class: 'lead-interval' });
  private readonly bar = element(
    'div',
    { class: `lead-bar ${SERIES.oracle.className}`, 'aria-hidden': 'true' },
    this.kept,
    this.interval,
  );
  private readonly ends = element(
    'div',
    { class: 'lead-ends', 'aria-hidden': 'true' },
    element('span', {}, SERIES.fixed.label),
    element('span', {}, SERIES.oracle.label),
  );
  private readonly words = element('p', {});
  readonly element = element(
    'div',
    { class: 'lead' },
    this.bar,
    this.ends,
    this.words,
    element(
      'details',
      { class: 'lead-meaning' },
      element('summary', {}, 'What hindsight is'),
      element('p', { class: 'note' }, HINDSIGHT_MEANING),
    ),
  );

  /** `undefined`: not known yet. */
  show(hindsight: Hindsight | undefined): void {
    this.words.textContent = leadInWords(hindsight);
    const way = hindsight && wayOf(hindsight);
    this.bar.hidden = way === undefined;
    this.ends.hidden = way === undefined;
    if (way === undefined) return;
    place(this.kept, 0, way.kept);
    this.interval.hidden = way.interval === null;
    if (way.interval !== null) place(this.interval, ...way.interval);
  }
}

function place({ style }: HTMLElement, from: number, to: number): void {
  style.setProperty('left', `${100 * from}%`);
  style.setProperty('width', `${100 * (to - from)}%`);
}
