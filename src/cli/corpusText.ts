import type { CorpusJson } from '../core/corpus/corpusJson';
import { painterFor } from './ansi';
import { summaryText } from './summaryText';
import type { Surroundings } from './surroundings';

/** What was done in a run; none when its results are only put together. */
export interface Speed {
  readonly seconds: number;
  readonly tokens: number;
}

/** The summary of a corpus for people. */
export function* corpusText(
  { model, options, summary, layers, files, skipped }: CorpusJson,
  { stdout, env }: Pick<Surroundings, 'stdout' | 'env'>,
  speed?: Speed,
): Generator<string> {
  const painter = painterFor(stdout.isTTY === true, env);
  const { budget, atMost, layers: asked } = options;
  const constraint = { budget: budget ?? undefined, atMost, layers: asked };
  const { kinds } = summary;
  const counts = [
    `${String(summary.tokens)} tokens in ${String(files.length)} files`,
    ...(skipped.length === 0 ? [] : [`${String(skipped.length)} skipped`]),
    model.name,
    ...(speed === undefined ? [] : [inWords(speed)]),
  ];
  const lines = [
    ...summaryText({ ...summary, layers }, { constraint, kinds }, painter),
    painter.dim(counts.join(', ')),
  ];
  for (const line of lines) yield `${line}\n`;
}

function inWords({ seconds, tokens }: Speed): string {
  return `${seconds.toFixed(1)} s, ${(tokens / seconds).toFixed(0)} tokens/s`;
}
