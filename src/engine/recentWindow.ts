import { collectGarbage, WORTH_COLLECTING } from './collectGarbage';
import type { BigRun, ForwardPass, RouterRun } from './forwardPass';
import type { RouterPlan } from './routerPlan';

/**
 * Keeps what the window that was read last is made of, some ten megabytes: whoever asks for one part of it after another
 * finds the context ready.
 */
export class RecentWindow {
  private last: WindowRuns | undefined;

  constructor(
    private readonly forward: Pick<ForwardPass, 'big' | 'routed'>,
    private readonly collect: () => void = collectGarbage,
  ) {}

  /** `ids`: [1 + tokens] the window from its BOS on. */
  of(ids: Int32Array): WindowRuns {
    const { last } = this;
    if (last?.reads(ids) === true) return last;
    // Small windows leave little: to collect that would take longer than to run them.
    const leavesMuch = last !== undefined && last.bytes > WORTH_COLLECTING;
    this.last = new WindowRuns(this.forward, ids, leavesMuch ? this.collect : undefined);
    return this.last;
  }
}

/** The runs of one window, each made when it is first asked for. */
export class WindowRuns {
  private bigRun: BigRun | undefined;
  private readonly routerRuns = new Map<number, RouterRun>();

  constructor(
    private readonly forward: Pick<ForwardPass, 'big' | 'routed'>,
    private readonly ids: Int32Array,
    /** Frees what the window before left. */
    private collect: (() => void) | undefined,
  ) {}

  /** Of its arrays, but for some small ones. */
  get bytes(): number {
    const { keys, values, distribution } = this.bigRun ?? {};
    return [keys, values, distribution].reduce((sum, array) => sum + (array?.byteLength ?? 0), 0);
  }

  reads(ids: Int32Array): boolean {
    return ids.length === this.ids.length && ids.every((id, at) => id === this.ids[at]);
  }

  async big(): Promise<BigRun> {
    return (this.bigRun ??= await this.forward.big(this.ids));
  }

  /** A router that decides all layers. */
  async routed(router: RouterPlan): Promise<RouterRun> {
    const run = this.routerRuns.get(router.number) ?? (await this.forward.routed(this.ids, router));
    this.routerRuns.set(router.number, run);
    return run;
  }

  /** Frees what the window before left, once. To be called when somebody has got something of this one to look at. */
  tidy(): void {
    this.collect?.();
    this.collect = undefined;
  }
}
