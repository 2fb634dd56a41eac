import { markdownTable } from '../markdown';
import { metricsAgree, type Report } from '../report';
import { METRICS_TOLERANCE } from '../tables/metrics';
import { fixedDigits } from '../words';

export function metricsSection(report: Report): string[] {
  const { metrics } = report.tables;
  if (metrics.length === 0) {
    return ['## The bundle’s own numbers', '`duo.json` states no metrics of this sample.'];
  }
  const agree = metricsAgree(report)
    ? 'They agree'
    : '**They do not agree: the bundle’s numbers are not those of its files**';
  return [
    '## The bundle’s own numbers',
    `\`training.metrics\` of \`duo.json\`, measured by PyTorch, beside the same as the engine measures it, each in its own run (*self* context). ${agree} (within ${METRICS_TOLERANCE} nats).`,
    markdownTable(
      ['set', '', 'duo.json', 'engine', 'agree'],
      metrics.map(({ set, quantity, stated, measured, agree: same }) => {
        const digits = Number.isInteger(stated) && Number.isInteger(measured) ? 0 : 4;
        const text = (value: number | null): string =>
          value === null ? '' : fixedDigits(value, digits);
        return [set, quantity, text(stated), text(measured), same];
      }),
    ),
  ];
}
