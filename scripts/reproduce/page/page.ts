import type { Report } from '../report';
import { budgetSection } from './budgetSection';
import { difficultySection } from './difficultySection';
import { figureSection } from './figureSection';
import { findingSection } from './findingSection';
import { hindsightSection } from './hindsightSection';
import { metricsSection } from './metricsSection';
import { routerSection } from './routerSection';

/** The report as a page of Markdown. */
export function pageOf(report: Report): string {
  return `${[
    ...introduction(report),
    ...findingSection(report),
    ...budgetSection(report),
    ...hindsightSection(report),
    ...routerSection(report),
    ...difficultySection(report),
    ...metricsSection(report),
    ...figureSection(report),
  ].join('\n\n')}\n`;
}

function introduction({ model, sample }: Report): string[] {
  const sets = sample.sets
    .map(({ name, documents, tokens }) => {
      return `${documents} documents of ${name} (${tokens.toLocaleString('en')} tokens)`;
    })
    .join(' and ');
  const quick =
    sample.extent === 'quick'
      ? ' **This is the quick run**: a few beginnings, too little for intervals. Its verdicts go by the bare numbers and say little.'
      : '';
  return [
    `# ${model.name}: the findings of the paper, on this model`,
    `Written by \`npm run reproduce\`: the product’s own engine and core, run over ${sets} of the held-out sample in \`models/heldout\`. Every document is a text of its own.${quick}`,
    `Numbers are nats per token unless they say otherwise; brackets hold 95 % bootstrap intervals over documents. *Big* context: each token on its route after earlier tokens that all ran big, one table for every question. *Self* context: a run of its own, in which earlier tokens kept their routes; only such a loss can a real run reach. \`report.json\` has all numbers; each table is a CSV file here.`,
    `Bundle \`${model.sha256.slice(0, 16)}\`, sample \`${sample.sha256.slice(0, 16)}\` (beginnings of SHA-256).`,
  ];
}
