import type { ComparedFigure } from '../../src/panel/comparison';
import { figureRow } from './figureRow';

/** Whether a reader sees a difference between the two numbers. */
export function differs(figure: ComparedFigure): boolean {
  const [, kept, now] = figureRow(figure);
  return kept !== now;
}

/** The others; a perplexity says no more than its loss. */
export function sameFigures(figures: readonly ComparedFigure[]): ComparedFigure[] {
  return figures.filter((figure) => figure.unit !== 'perplexity' && !differs(figure));
}

/** `The same in both: tokens 1,234; agreement of router and oracle 71 %.` */
export function sameInWords(figures: readonly ComparedFigure[]): string {
  const list = figures.map((figure) => {
    const [, , now = ''] = figureRow(figure);
    return `${figure.name} ${now}${figure.unit === 'nats' ? ' nats' : ''}`;
  });
  return `The same in both: ${list.join('; ')}.`;
}
