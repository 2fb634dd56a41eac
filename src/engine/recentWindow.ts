import { collectGarbage, WORTH_COLLECTING } from './collectGarbage';
import type { BigRun, ForwardPass, RouterRun } from './forwardPass';
import type { RouterPlan } from './routerPlan';

/**
 * Keeps what the window that was read last is made of, some ten megabytes: whoever asks for one part of it after another
 * finds the context ready.
 */
export class RecentWindow {
  private last: WindowRuns | undefined;

  constructor(private readonly forward: Pick<ForwardPass, 'big' | 'routed'>) {}

  /** `ids`: [1 + tokens] the window from its BOS on. */
  of(ids: Int32Array): WindowRuns {
    if (this.last?.reads(ids) !== true) this.last = new WindowRuns(this.forward, ids);
    return this.last;
  }
}

/** The runs of one window, each made when it is first asked for. */
export class WindowRuns {
  private bigRun: BigRun | undefined;
  private readonly routerRuns = new Map<number, RouterRun>();
  private tidied = false;

  constructor(
    private readonly forward: Pick<ForwardPass, 'big' | 'routed'>,
    private readonly ids: Int32Array,
  ) {}

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

  /**
   * Frees what the window before left, the first time. To be called when somebody has got something of this one to look at.
   * Small windows leave little: to collect after each would take longer than to run it.
   */
  tidy(): void {
    if (!this.tidied && this.holdsMuch) collectGarbage();
    this.tidied = true;
  }

  private get holdsMuch(): boolean {
    if (this.bigRun === undefined) return false;
    const { keys, values, distribution } = this.bigRun;
    return keys.byteLength + values.byteLength + (distribution?.byteLength ?? 0) > WORTH_COLLECTING;
  }
}
