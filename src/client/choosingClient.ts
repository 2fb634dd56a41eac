import { Failure } from '../core/failure';
import type { OpenedModel, OpenRequest } from '../protocol/engineApi';
import type { Choice } from '../providers/choice';
import type { ProviderChooser } from '../providers/chooser';
import { EngineClient, type EngineClientOptions } from './engineClient';

export interface ChoosingClientOptions extends EngineClientOptions {
  readonly chooser: ProviderChooser;
  /** Whether `open` waits for trials that are still to be made; otherwise the CPU is taken meanwhile. */
  readonly triesFirst: boolean;
  /** Gets what trials found that `open` has waited for. */
  readonly onTried?: (choice: Choice) => void;
}

/** An engine that is opened with `auto`, and then runs on what was found best: further requests name what `open` tells. */
export class ChoosingClient extends EngineClient {
  private readonly chooser: ProviderChooser;
  private readonly triesFirst: boolean;
  private readonly onTried: ChoosingClientOptions['onTried'];
  /** The bundle of the last `open` for which a trial may find something better. */
  untried: string | undefined;

  constructor({ chooser, triesFirst, onTried, ...options }: ChoosingClientOptions) {
    super(options);
    this.chooser = chooser;
    this.triesFirst = triesFirst;
    this.onTried = onTried;
  }

  override async open(request: OpenRequest, signal?: AbortSignal): Promise<OpenedModel> {
    const { bundle, provider: forced } = request;
    const { untried, ...now } = await this.chooser.now(bundle, forced);
    const waits = untried && this.triesFirst;
    const never = new AbortController().signal;
    const choice: Choice = waits ? await this.chooser.find(bundle, signal ?? never) : now;
    if (waits) this.onTried?.(choice);
    this.untried = untried && !waits ? bundle : undefined;
    try {
      return reported(await super.open({ bundle, provider: choice.provider }, signal), choice);
    } catch (error) {
      const isLost = forced === 'auto' && choice.provider !== 'cpu';
      if (!isLost || !(error instanceof Failure) || error.code === 'cancelled') throw error;
      // It worked once; a driver may have changed since.
      const lost = { provider: choice.provider, reason: error.message };
      await this.chooser.reject(bundle, lost);
      const rejected = [...choice.rejected, lost];
      const opened = await super.open({ bundle, provider: 'cpu' }, signal);
      return reported(opened, { provider: 'cpu', rejected });
    }
  }
}

function reported(opened: OpenedModel, { rejected, note }: Choice): OpenedModel {
  const provider = { ...opened.provider, rejected, ...(note !== undefined && { note }) };
  return { ...opened, provider };
}
