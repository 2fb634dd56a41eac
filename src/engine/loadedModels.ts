import { modelInfo } from '../core/bundleFormat';
import type { OpenedModel, OpenRequest, ProviderChoice } from '../protocol/engineApi';
import { Bundle } from './bundle';
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

/** Keeps the last used model loaded: a request for the same one, unchanged on disk, finds it ready. */
export class LoadedModels {
  private current: LoadedModel | undefined;

  /** Throws Failure('bundle') or Failure('provider'). */
  async load({ bundle: folder, provider }: OpenRequest): Promise<LoadedModel> {
    const bundle = await Bundle.read(folder);
    const { current } = this;
    if (
      current?.bundle.folder === folder &&
      current.bundle.sha256 === bundle.sha256 &&
      current.choice === provider
    ) {
      return current;
    }
    this.current = undefined;
    await current?.sessions.release();
    this.current = await LoadedModel.load(bundle, provider);
    return this.current;
  }
}
