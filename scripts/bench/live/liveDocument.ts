import { Analysis } from '../../../src/core/analysis';
import type { ModuleList } from '../../../src/core/module';
import {
  InteractiveRun,
  type RunSurroundings,
  type Span,
} from '../../../src/interactive/interactiveRun';
import { ResultCache } from '../../../src/interactive/resultCache';
import type { OpenedModel } from '../../../src/protocol/engineApi';
import { BUNDLE } from '../timing/benchModel';
import { pause } from '../../../src/extension/pause';

export const SOURCE = { bundle: BUNDLE, provider: 'cpu' } as const;
export const MODULES: ModuleList = ['small', 'big'];
const CACHE_BYTES = 2 ** 30;

/** One run over a text. */
export interface LiveRun {
  readonly analysis: Analysis;
  /** Until all is known; see `InteractiveRun`. */
  run(signal: AbortSignal, onAdvance: () => void): Promise<unknown>;
}

/** A document as the extension analyses it, edit after edit, with what it remembers; without an editor. */
export class LiveDocument {
  private readonly cache = new ResultCache(CACHE_BYTES);

  constructor(
    private readonly opened: OpenedModel,
    private readonly client: RunSurroundings['client'],
  ) {}

  /** `look`: what of the text is on screen. `client`: another than the document's. */
  analyze(text: string, look: () => readonly Span[], client = this.client): LiveRun {
    const { model } = this.opened;
    const router = model.routers[0]?.name;
    const asked = { modules: MODULES, ...(router !== undefined && { router }) };
    const source = { name: 'document.ts', length: text.length, sha256: '' };
    const run = { modules: MODULES, router, context: { kind: 'big' } } as const;
    const analysis = new Analysis(model, source, run);
    const { cache } = this;
    const { provider } = this.opened.provider;
    const around = { client, provider, cache, look, pause };
    const interactive = new InteractiveRun({ ...SOURCE, ...asked, text }, analysis, around);
    return { analysis, run: (signal, onAdvance) => interactive.run(signal, onAdvance) };
  }
}
