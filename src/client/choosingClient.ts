import type { AnalysisEvent } from '../core/analysisEvent';
import { Failure, type FailureCode } from '../core/failure';
import type {
  AnalysisEnd,
  AnalyzeRequest,
  OpenedModel,
  OpenRequest,
  Provider,
  Rejection,
  RouteEvent,
  RouteRequest,
  ScoreEvent,
  ScoreRequest,
} from '../protocol/engineApi';
import type { Choice } from '../providers/choice';
import type { ProviderChooser } from '../providers/chooser';
import { reasonOf } from '../providers/reasons';
import { EngineClient, type EngineClientOptions } from './engineClient';
import { ProviderFailure } from './providerFailure';

export interface ChoosingClientOptions extends EngineClientOptions {
  readonly chooser: ProviderChooser;
  /** Whether `open` waits for trials that are still to be made; otherwise the CPU is taken meanwhile. */
  readonly triesFirst: boolean;
  /** Gets what trials found that `open` has waited for. */
  readonly onTried?: (choice: Choice) => void;
}

interface Taken {
  readonly bundle: string;
  readonly provider: Provider;
}

/** An engine that is opened with `auto`, and then runs on what was found best: further requests name what `open` tells. */
export class ChoosingClient extends EngineClient {
  private readonly chooser: ProviderChooser;
  private readonly triesFirst: boolean;
  private readonly onTried: ChoosingClientOptions['onTried'];
  /** What the last `open` with `auto` took instead of the CPU. */
  private taken: Taken | undefined;
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
    this.taken =
      forced === 'auto' && choice.provider !== 'cpu'
        ? { bundle, provider: choice.provider }
        : undefined;
    try {
      return reported(await super.open({ bundle, provider: choice.provider }, signal), choice);
    } catch (error) {
      const lost = await this.lost(error, request.bundle);
      if (lost === undefined) throw error;
      const rejected = [...choice.rejected, lost];
      const opened = await super.open({ bundle, provider: 'cpu' }, signal);
      return reported(opened, { provider: 'cpu', rejected });
    }
  }

  override async *analyze(
    request: AnalyzeRequest,
    signal: AbortSignal,
  ): AsyncGenerator<AnalysisEvent, AnalysisEnd, undefined> {
    return yield* this.watched(request, super.analyze(request, signal));
  }

  override async *route(
    request: RouteRequest,
    signal: AbortSignal,
  ): AsyncGenerator<RouteEvent, AnalysisEnd, undefined> {
    return yield* this.watched(request, super.route(request, signal));
  }

  override async *score(
    request: ScoreRequest,
    signal: AbortSignal,
  ): AsyncGenerator<ScoreEvent, null, undefined> {
    return yield* this.watched(request, super.score(request, signal));
  }

  /** A trial runs some of a bundle's graphs: another one may still be too much for a provider. */
  private async *watched<Event, End>(
    { bundle, provider }: OpenRequest,
    events: AsyncGenerator<Event, End, undefined>,
  ): AsyncGenerator<Event, End, undefined> {
    try {
      return yield* events;
    } catch (error) {
      if (provider === this.taken?.provider) await this.lost(error, bundle);
      throw error;
    }
  }

  /** Whether a failure is one of the provider that `auto` took: then the CPU takes its place from the next `open` on. */
  private async lost(error: unknown, bundle: string): Promise<Rejection | undefined> {
    const { taken } = this;
    if (taken?.bundle !== bundle) return undefined;
    if (!(error instanceof Failure) || !OF_PROVIDERS.includes(error.code)) return undefined;
    const { provider } = taken;
    const known = { provider, message: error.message, stderr: [] };
    const reason = error instanceof ProviderFailure ? error.reason : reasonOf(known);
    const lost = { provider, reason };
    await this.chooser.reject(bundle, lost);
    return lost;
  }
}

/** Only these tell of the provider. */
const OF_PROVIDERS: readonly string[] = ['provider', 'crashed'] satisfies FailureCode[];

function reported(opened: OpenedModel, { rejected, note }: Choice): OpenedModel {
  const provider = { ...opened.provider, rejected, ...(note !== undefined && { note }) };
  return { ...opened, provider };
}
