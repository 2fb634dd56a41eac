import { compare, type Comparison, type KeptRun } from './comparison';
import type { PanelEvent } from './panelApi';
import { questionInWords } from './questionInWords';
import { snapshotOf, type RunOnScreen, type RunSnapshot } from './runSnapshot';

/** More would be a list that nobody reads, and each holds some bytes for every token. */
export const MOST_KEPT = 8;

/** A kept run with all that a comparison needs of it. */
export interface Kept {
  readonly id: number;
  /** Milliseconds since 1970. */
  readonly keptAt: number;
  readonly snapshot: RunSnapshot;
}

/** The runs that the user kept, and the one that is compared with. */
export class KeptRuns {
  private lastId: number;

  /** Both arguments: as a report carries them. */
  constructor(
    private kept: readonly Kept[] = [],
    private comparedId: number | null = null,
  ) {
    this.lastId = Math.max(0, ...kept.map(({ id }) => id));
  }

  /** Id of the run that is compared with; `null`: none. */
  get comparedWith(): number | null {
    return this.comparedId;
  }

  /**
   * Keeps a run as it is now, to compare with it what comes next. Of more than `MOST_KEPT` the oldest goes: it is returned,
   * so that the user can be told.
   */
  keep(snapshot: RunSnapshot, keptAt: number): { readonly id: number; readonly gone?: KeptRun } {
    const id = ++this.lastId;
    const all = [...this.kept, { id, keptAt, snapshot }];
    this.kept = all.slice(-MOST_KEPT);
    this.comparedId = id;
    const [oldest] = all;
    return all.length > MOST_KEPT && oldest !== undefined ? { id, gone: describe(oldest) } : { id };
  }

  /** Oldest first. */
  list(): KeptRun[] {
    return this.kept.map(describe);
  }

  get(id: number): Kept | undefined {
    return this.kept.find((each) => each.id === id);
  }

  /** What `new KeptRuns` takes. */
  all(): readonly Kept[] {
    return this.kept;
  }

  /** `null`, and the id of a run that is not kept: with none. */
  compareWith(id: number | null): void {
    this.comparedId = id !== null && this.get(id) === undefined ? null : id;
  }

  discard(id: number): void {
    this.kept = this.kept.filter((each) => each.id !== id);
    this.compareWith(this.comparedId);
  }

  /** What there is to draw beside the run on screen. */
  event(onScreen: RunOnScreen | undefined): PanelEvent {
    return { kind: 'kept', kept: this.list(), comparison: this.comparison(onScreen) };
  }

  private comparison(onScreen: RunOnScreen | undefined): Comparison | null {
    const kept = this.comparedId === null ? undefined : this.get(this.comparedId);
    if (kept === undefined || onScreen === undefined) return null;
    const { vocabulary, subject } = onScreen;
    const { revision } = subject;
    return compare(kept.id, kept.snapshot, snapshotOf(onScreen), { revision, vocabulary });
  }
}

function describe({ id, keptAt, snapshot }: Kept): KeptRun {
  const { document, run, constraint } = snapshot;
  return { id, label: labelOf(snapshot), keptAt, document, run, constraint };
}

/** `notes.md, exactly 4 big, small/big, learned-4, big context`. */
function labelOf({ document, run, constraint }: RunSnapshot): string {
  return [
    document,
    questionInWords(constraint),
    run.modules.join('/'),
    run.router ?? 'no router',
    `${run.context.kind} context`,
  ].join(', ');
}
