import * as vscode from 'vscode';
import { compare, type Comparison } from '../../panel/comparison';
import { KeptRuns } from '../../panel/keptRuns';
import type { PanelEvent } from '../../panel/panelApi';
import { snapshotOf, type RunOnScreen } from '../../panel/runSnapshot';
import { notify } from '../notify';

/** The runs that the user kept in this window, and the one that is compared with. */
export class Comparing implements vscode.Disposable {
  readonly kept = new KeptRuns();
  private comparedId: number | null = null;
  private readonly changed = new vscode.EventEmitter<void>();

  readonly onDidChange = this.changed.event;

  get comparedWith(): number | null {
    return this.comparedId;
  }

  /** Keeps a run, to compare with it what comes next. */
  keep(onScreen: RunOnScreen): void {
    const { id, gone } = this.kept.keep(snapshotOf(onScreen), Date.now());
    if (gone !== undefined) {
      notify.info(vscode.l10n.t('The oldest kept run had to go: {0}.', gone.label));
    }
    this.compareWith(id);
  }

  compareWith(id: number | null): void {
    this.comparedId = id !== null && this.kept.get(id) === undefined ? null : id;
    this.changed.fire();
  }

  discard(id: number): void {
    this.kept.discard(id);
    if (id === this.comparedId) this.comparedId = null;
    this.changed.fire();
  }

  /** What there is to draw beside the run on screen. */
  event(onScreen: RunOnScreen | undefined): PanelEvent {
    return { kind: 'kept', kept: this.kept.list(), comparison: this.comparison(onScreen) };
  }

  dispose(): void {
    this.changed.dispose();
  }

  private comparison(onScreen: RunOnScreen | undefined): Comparison | null {
    const kept = this.comparedId === null ? undefined : this.kept.get(this.comparedId);
    if (kept === undefined || onScreen === undefined) return null;
    const { revision, tokens } = onScreen.subject;
    return compare(kept.id, kept.snapshot, snapshotOf(onScreen), { revision, texts: tokens.texts });
  }
}
