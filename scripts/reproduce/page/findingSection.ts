import type { Finding } from '../findings/finding';
import { markdownTable } from '../markdown';
import type { Report } from '../report';

const SIGNS = { true: 'holds', false: '**does not hold**', null: 'not measured' };

export function findingSection({ findings }: Report): string[] {
  const rows = findings.map(({ id, claim, verdict, context }) => [
    id,
    claim,
    `**${verdict}**`,
    context,
  ]);
  return [
    '## Findings',
    markdownTable(['', 'the paper’s finding', 'here', 'context'], rows),
    'Reproduced: every condition below holds. Not reproduced: none of those that were measured does. Partly: some do.',
    ...findings.filter(({ conditions }) => conditions.length > 0).map(inDetail),
  ];
}

function inDetail({ id, conditions }: Finding): string {
  const lines = conditions.map(({ says, holds }) => {
    return `- ${says}: ${SIGNS[String(holds) as keyof typeof SIGNS]}.`;
  });
  return [`**${id}**`, '', ...lines].join('\n');
}
