import type { Report } from '../report';

export function figureSection({ figures }: Report): string[] {
  const drawn = figures.flatMap(({ id, title, caption }) => [
    `### ${title}`,
    `![${title}](figure-${id}.svg)`,
    `${caption} [Numbers](figure-${id}.csv)`,
  ]);
  const missing = figures.some(({ id }) => id === '8')
    ? []
    : [
        '### Figure 8: the duo beside dense models of equal FLOPs',
        '**Not measured**: there is no `models/training/comparison.json`; `python -m duo_training.comparison` makes it.',
      ];
  return ['## Figures', ...drawn, ...missing];
}
