import type { Disposable } from 'vscode';
import type { Analysis } from '../../core/analysis';
import type { Constraint } from '../../core/constraint';
import type { RerunRequest, RerunState } from '../../panel/rerun';
import { Throttle } from '../throttle';
import { Rerun, type EngineLender, type RerunSubject } from './rerun';

/** How often a rerun tells how far it has come. */
const INTERVAL_MS = 200;

/**
 * The reruns of the window: at most one runs, the last request wins, and it goes on while nobody looks. The last of each
 * kind is remembered as long as its analysis: a new analysis has none.
 */
export class Reruns implements Disposable {
  private readonly reruns = new WeakMap<Analysis, readonly Rerun[]>();
  private running: Rerun | undefined;
  private readonly changes: Throttle;

  /** `onDidChange` is called when a rerun begins, grows or ends, a few times a second at most: `statesOf` has changed. */
  constructor(
    private readonly engine: EngineLender,
    onDidChange: () => void,
  ) {
    this.changes = new Throttle(onDidChange, INTERVAL_MS);
  }

  /** The last rerun of each kind of an analysis. */
  statesOf(analysis: Analysis): RerunState[] {
    return (this.reruns.get(analysis) ?? []).map(({ state }) => state);
  }

  /** What is being run again; `undefined`: nothing. */
  get subject(): RerunSubject | undefined {
    return this.running?.subject;
  }

  /** Stops the one that runs and starts another. Resolves when that is over, however it ended: its state tells. */
  async start(subject: RerunSubject, request: RerunRequest, constraint: Constraint): Promise<void> {
    this.cancel();
    const { analysis } = subject;
    const rerun = new Rerun(subject, request, constraint);
    const changed = (): void => {
      this.changes.ask();
    };
    const others = (this.reruns.get(analysis) ?? []).filter(
      (other) => other.request.kind !== request.kind,
    );
    this.reruns.set(analysis, [...others, rerun]);
    this.running = rerun;
    changed();
    await rerun.run(this.engine, changed);
    if (this.running === rerun) this.running = undefined;
    changed();
  }

  /**
   * Stops the one that runs; what it has reached stays. To be called when an analysis begins, which would otherwise wait
   * for the engine until the rerun is over.
   */
  cancel(): void {
    this.running?.cancel();
  }

  dispose(): void {
    this.cancel();
    this.changes.dispose();
  }
}
