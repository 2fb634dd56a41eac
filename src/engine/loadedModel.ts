import { modelInfo } from '../core/bundleFormat';
import type { OpenedModel, ProviderChoice } from '../protocol/engineApi';
import { blockGraph } from './analysisPlan';
import type { Bundle } from './bundle';
import { checkBundle } from './bundleCheck';
import { checkpoint } from './checkpoint';
import { ForwardPass } from './forwardPass';
import { RecentWindow } from './recentWindow';
import { Sessions } from './sessions';
import type { Tokenizer } from './tokenizer';

/** A checked bundle, ready to run. */
export class LoadedModel {
  readonly forward: ForwardPass;
  readonly recentWindow: RecentWindow;

  private constructor(
    readonly bundle: Bundle,
    readonly choice: ProviderChoice,
    readonly tokenizer: Tokenizer,
    readonly sessions: Sessions,
  ) {
    this.forward = new ForwardPass(sessions.forward, bundle.manifest.dimensions);
    this.recentWindow = new RecentWindow(this.forward);
  }

  /** `tell`: as of `checkBundle`. Throws Failure: 'bundle', 'provider' or, between two of its steps, 'cancelled'. */
  static async load(
    bundle: Bundle,
    choice: ProviderChoice,
    signal: AbortSignal,
    tell?: (found: string) => void,
  ): Promise<LoadedModel> {
    const tokenizer = await checkBundle(bundle, signal, tell);
    await checkpoint(signal);
    const sessions = await Sessions.create(bundle, choice);
    const model = new LoadedModel(bundle, choice, tokenizer, sessions);
    model.prepare();
    return model;
  }

  /** Loads what is asked for most, in threads of its own: this one will first read the text. */
  private prepare(): void {
    const { oracles } = this.bundle.manifest.graphs;
    const modules = oracles[0]?.modules;
    const graph = modules && blockGraph(oracles, modules, this.sessions.report.provider);
    // Whoever needs it is told why it cannot be loaded.
    if (graph !== undefined) this.sessions.oracleCrew(graph).catch(() => undefined);
  }

  opened(): OpenedModel {
    return {
      model: modelInfo(this.bundle.manifest, this.bundle.sha256),
      provider: this.sessions.report,
      vocabulary: this.tokenizer.display(),
    };
  }
}
