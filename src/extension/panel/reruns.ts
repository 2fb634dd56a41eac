import type { Disposable } from 'vscode';
import type { Analysis } from '../../core/analysis';
import type { Constraint } from '../../core/constraint';
import type { RerunRequest, RerunState } from '../../panel/rerun';
import { Throttle } from '../throttle';
import { Rerun, type EngineLender, type RerunSubject } from './rerun';

/** How often a rerun tells how far it has come. */
const INTERVAL_MS = 200;

/**
 * The reruns of the window: at most one runs, the last request wins, and it goes on while nobody looks. The last of every
 * analysis is remembered as long as the analysis itself: a new analysis has none.
 */
export class Reruns implements Disposable {
  private readonly reruns = new WeakMap<Analysis, Rerun>();
  private running: { readonly analysis: Analysis; readonly rerun: Rerun } | undefined;
  private readonly changes: Throttle;

  /** `onDidChange` is called when a rerun begins, grows or ends, a few times a second at most: `stateOf` has changed. */
  constructor(
    private readonly engine: EngineLender,
    onDidChange: () => void,
  ) {
    this.changes = new Throttle(onDidChange, INTERVAL_MS);
  }

  /** The last rerun of an analysis, for a subject of this revision; `null`: there was none. */
  stateOf(analysis: Analysis, revision: number): RerunState | null {
    return this.reruns.get(analysis)?.stateAt(revision) ?? null;
  }

  /** Stops the one that runs and starts another. Resolves when that is over, however it ended: its state tells. */
  async start(subject: RerunSubject, request: RerunRequest, constraint: Constraint): Promise<void> {
    this.cancel();
    const { analysis } = subject;
    const rerun = new Rerun(subject, request, constraint);
    const changed = (): void => {
      this.changes.ask();
    };
    this.reruns.set(analysis, rerun);
    this.running = { analysis, rerun };
    changed();
    await rerun.run(this.engine, changed);
    if (this.running.rerun === rerun) this.running = undefined;
    changed();
  }

  /**
   * Stops the one that runs; what it has reached stays. To be called when an analysis begins, which would otherwise wait
   * for the engine until the rerun is over.
   */
  cancel(): void {
    this.running?.rerun.cancel();
  }

  /** An analysis is gone, with its document or for a newer one: nobody needs its rerun any more. */
  drop(analysis: Analysis): void {
    if (this.running?.analysis === analysis) this.cancel();
    this.reruns.delete(analysis);
  }

  dispose(): void {
    this.cancel();
    this.changes.dispose();
  }
}
