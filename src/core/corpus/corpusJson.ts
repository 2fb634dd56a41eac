import type { AnalysisJson, OptionsJson } from '../analysisJson';
import type { LayerSummary } from '../summary';
import type { CorpusFile, SkippedFile } from './corpusFile';
import { mergedShards, type CorpusShard } from './corpusShard';
import { summarizeCorpus, type CorpusSummary } from './corpusSummary';

export const CORPUS_SCHEMA = 'duo-llm/corpus@1';

/** The results of a corpus as JSON. Nothing of it depends on the shards it was run in, or on how long that took. */
export interface CorpusJson {
  readonly schema: typeof CORPUS_SCHEMA;
  readonly model: AnalysisJson['model'];
  readonly options: OptionsJson;
  readonly summary: Omit<CorpusSummary, 'layers'>;
  readonly layers: readonly LayerSummary[];
  /** By path. */
  readonly files: readonly CorpusFile[];
  /** By path. */
  readonly skipped: readonly SkippedFile[];
}

/** Throws Failure('shards') unless these are all shards of one run. */
export function corpusJson(shards: readonly CorpusShard[]): CorpusJson {
  const { model, options, files, skipped, groups } = mergedShards(shards);
  const { layers, ...summary } = summarizeCorpus(
    groups.map(({ sums }) => sums),
    options,
  );
  return { schema: CORPUS_SCHEMA, model, options, summary, layers, files, skipped };
}
