import type { Provider, Trial } from '../../src/protocol/engineApi';
import type { Attempt } from '../../src/providers/attempt';
import { PROVIDER_NAMES } from '../../src/providers/providerNames';
import { largestDeviation, objection, speedUp, TOLERANCE } from '../../src/providers/verdict';
import type { Measurement } from '../bench/measurement';
import { markdownTable, cells } from '../bench/table';

/** What was found out about one provider. */
export interface ProviderCheck {
  readonly provider: Provider;
  readonly attempt: Attempt;
  /** Largest difference from PyTorch's golden values, in nats; `undefined`: it does not run. */
  readonly fromGolden: number | undefined;
  readonly rates: readonly Measurement[];
}

/** Whether a provider would be taken: it runs, is right by both references, and faster than the CPU. */
export function isTaken({ attempt, fromGolden }: ProviderCheck, cpu: Trial): boolean {
  const isRight = fromGolden !== undefined && fromGolden <= TOLERANCE;
  return attempt.kind === 'ran' && isRight && objection(attempt.trial, cpu) === undefined;
}

/** A section of the report, in Markdown. */
export function section(check: ProviderCheck, cpu: Trial): string {
  const { provider, attempt, fromGolden, rates } = check;
  const heading = `## ${PROVIDER_NAMES[provider]}`;
  if (attempt.kind === 'failed') return `${heading}\n\nNot taken. ${attempt.reason}`;
  const { trial, leftToCpu } = attempt;
  const deviation = largestDeviation(trial.forward, cpu.forward);
  const sentences = [
    isTaken(check, cpu) ? 'Taken.' : `Not taken. ${objection(trial, cpu) ?? ''}`.trim(),
    `In its trial it was ${speedUp(trial, cpu).toPrecision(3)} times as fast as the CPU.`,
    `Its losses differ by up to ${deviation.toPrecision(2)} nats from the CPU's, and by up to ` +
      `${(fromGolden ?? Number.NaN).toPrecision(2)} from PyTorch's golden values; ${String(TOLERANCE)} are allowed.`,
    leftToCpu ?? 'All its operators run on it.',
  ];
  return [
    heading,
    sentences.join(' '),
    ...(rates.length > 0 ? [markdownTable(cells(rates))] : []),
  ].join('\n\n');
}
