import type { OpenRequest } from '../protocol/engineApi';
import { Bundle } from './bundle';
import { LoadedModel } from './loadedModel';

/**
 * Keeps the last used model loaded: a request for the same one, unchanged on disk, finds it ready. Another one takes its
 * place, so requests must come one at a time, as the client sends them.
 */
export class LoadedModels {
  private current: LoadedModel | undefined;

  /**
   * Lends the model of a request to some work. Throws Failure: what the work throws, 'provider', 'cancelled' between two
   * steps of loading, or 'bundle', also when a file was changed meanwhile.
   */
  async use<Result>(
    request: OpenRequest,
    signal: AbortSignal,
    work: (model: LoadedModel) => Promise<Result> | Result,
  ): Promise<Result> {
    const model = await this.load(request, signal);
    const result = await work(model);
    // Some weights are read from their file for as long as they are used, and further graphs are when they are needed.
    await this.verify(model, signal);
    return result;
  }

  private async load(
    { bundle: folder, provider }: OpenRequest,
    signal: AbortSignal,
  ): Promise<LoadedModel> {
    const bundle = await Bundle.read(folder);
    const { current } = this;
    if (
      current?.bundle.folder === folder &&
      current.bundle.sha256 === bundle.sha256 &&
      current.choice === provider
    ) {
      await this.verify(current, signal);
      return current;
    }
    await this.drop();
    this.current = await LoadedModel.load(bundle, provider, signal);
    return this.current;
  }

  /** What was loaded from a damaged file is not used again, also once the file is restored. */
  private async verify({ bundle }: LoadedModel, signal: AbortSignal): Promise<void> {
    try {
      await bundle.verify(signal);
    } catch (error) {
      if (!signal.aborted) await this.drop();
      throw error;
    }
  }

  private async drop(): Promise<void> {
    const { current } = this;
    this.current = undefined;
    await current?.sessions.release();
  }
}
