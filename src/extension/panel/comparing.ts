import * as vscode from 'vscode';
import { KeptRuns } from '../../panel/keptRuns';
import { snapshotOf, type RunOnScreen } from '../../panel/runSnapshot';
import { notify } from '../notify';

/** The runs that the user kept in this window, and the one that is compared with. */
export class Comparing implements vscode.Disposable {
  private readonly runs = new KeptRuns();
  private readonly changed = new vscode.EventEmitter<void>();

  readonly onDidChange = this.changed.event;

  get kept(): Pick<KeptRuns, 'all' | 'comparedWith' | 'event'> {
    return this.runs;
  }

  keep(onScreen: RunOnScreen): void {
    const { gone } = this.runs.keep(snapshotOf(onScreen), Date.now());
    if (gone !== undefined) {
      notify.info(vscode.l10n.t('The oldest kept run had to go: {0}.', gone.label));
    }
    this.changed.fire();
  }

  compareWith(id: number | null): void {
    this.runs.compareWith(id);
    this.changed.fire();
  }

  discard(id: number): void {
    this.runs.discard(id);
    this.changed.fire();
  }

  dispose(): void {
    this.changed.dispose();
  }
}
