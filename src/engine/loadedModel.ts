import { modelInfo } from '../core/bundleFormat';
import type { OpenedModel, ProviderChoice } from '../protocol/engineApi';
import type { Bundle } from './bundle';
import { Sessions } from './sessions';
import { Tokenizer } from './tokenizer';

/** A verified bundle, ready to run. */
export class LoadedModel {
  private constructor(
    readonly bundle: Bundle,
    readonly choice: ProviderChoice,
    readonly tokenizer: Tokenizer,
    readonly sessions: Sessions,
  ) {}

  /** Throws Failure('bundle') or Failure('provider'). */
  static async load(bundle: Bundle, choice: ProviderChoice): Promise<LoadedModel> {
    await bundle.verify();
    const { vocabulary } = bundle.manifest;
    const tokenizer = await Tokenizer.read(bundle.path('tokenizer.json'), vocabulary);
    return new LoadedModel(bundle, choice, tokenizer, await Sessions.create(bundle, choice));
  }

  opened(): OpenedModel {
    return {
      model: modelInfo(this.bundle.manifest, this.bundle.sha256),
      provider: this.sessions.report,
      vocabulary: this.tokenizer.display(),
    };
  }
}
