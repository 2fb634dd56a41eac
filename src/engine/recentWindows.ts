import type { BigRun, ForwardPass, RouterRun } from './forwardPass';
import type { RouterPlan } from './routerPlan';

/** Each takes some ten megabytes. */
const MOST_WINDOWS = 2;

/** Keeps what the windows that were read last are made of: whoever asks for one part after another finds the context ready. */
export class RecentWindows {
  /** In the order of their last use. */
  private readonly windows: WindowRuns[] = [];

  constructor(private readonly forward: Pick<ForwardPass, 'big' | 'routed'>) {}

  /** `ids`: [1 + tokens] the window from its BOS on. */
  of(ids: Int32Array): WindowRuns {
    const at = this.windows.findIndex((window) => window.reads(ids));
    const window = this.windows.splice(at, at < 0 ? 0 : 1)[0] ?? new WindowRuns(this.forward, ids);
    this.windows.push(window);
    if (this.windows.length > MOST_WINDOWS) this.windows.shift();
    return window;
  }
}

/** The runs of one window, each made when it is first asked for. */
export class WindowRuns {
  private bigRun: BigRun | undefined;
  private readonly routerRuns = new Map<number, RouterRun>();

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
}
