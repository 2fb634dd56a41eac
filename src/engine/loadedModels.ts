import type { OpenRequest } from '../protocol/engineApi';
import { Bundle } from './bundle';
import { LoadedModel } from './loadedModel';

/**
 * Keeps the last used model loaded: a request for the same one, unchanged on disk, finds it ready. Another one takes its
 * place, so requests must come one at a time, as the client sends them.
 */
export class LoadedModels {
  private current: LoadedModel | undefined;

  /** Throws Failure: 'bundle', 'provider' or, between two of its steps, 'cancelled'. */
  async load({ bundle: folder, provider }: OpenRequest, signal: AbortSignal): Promise<LoadedModel> {
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
    this.current = await LoadedModel.load(bundle, provider, signal);
    return this.current;
  }
}
