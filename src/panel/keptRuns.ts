import type { KeptRun } from './comparison';
import { questionInWords } from './questionInWords';
import type { RunSnapshot } from './runSnapshot';

/** More would be a list that nobody reads, and each holds some bytes for every token. */
export const MOST_KEPT = 8;

/** A kept run with all that a comparison needs of it. */
export interface Kept {
  readonly id: number;
  /** Milliseconds since 1970. */
  readonly keptAt: number;
  readonly snapshot: RunSnapshot;
}

/** The runs that the user kept to compare later ones with. */
export class KeptRuns {
  private kept: readonly Kept[];
  private lastId: number;

  /** `kept`: those that were kept before, in a report. */
  constructor(kept: readonly Kept[] = []) {
    this.kept = kept;
    this.lastId = Math.max(0, ...kept.map(({ id }) => id));
  }

  /**
   * Keeps a run as it is now. Of more than `MOST_KEPT` the oldest goes: it is returned, so that the user can be told.
   */
  keep(snapshot: RunSnapshot, keptAt: number): { readonly id: number; readonly gone?: KeptRun } {
    const id = ++this.lastId;
    const all = [...this.kept, { id, keptAt, snapshot }];
    this.kept = all.slice(-MOST_KEPT);
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

  discard(id: number): void {
    this.kept = this.kept.filter((each) => each.id !== id);
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
