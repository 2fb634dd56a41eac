import type { ModuleList } from '../core/module';
import { CLIP } from './bounds';
import { clipped } from './clipped';
import type { Subject } from './subject';

/** What an answer is about. */
export interface Origin {
  /** Without folders. */
  readonly source: string;
  readonly model: string;
  readonly layers: number;
  readonly modules: ModuleList;
  /** What ran the model. */
  readonly provider: string;
  /** Which routes the tokens before one took: every perplexity has it. */
  readonly context: 'big' | 'self';
  /** Tokens that are asked about. */
  readonly tokens: number;
}

export function originOf({ analysis, provider }: Subject): Origin {
  const { source, model, run, tokens } = analysis;
  return {
    source: clipped(source.name, CLIP.name),
    model: clipped(model.name, CLIP.name),
    layers: model.layers,
    modules: run.modules,
    provider,
    context: run.context.kind,
    tokens: tokens.length,
  };
}
