import path from 'node:path';
import * as vscode from 'vscode';
import { LossStore } from '../interactive/lossStore';
import { ResultCache } from '../interactive/resultCache';
import { SavedResults } from '../interactive/savedResults';
import { SECTION } from './names';
import { pause } from './pause';
import { settingsFor } from './settings';

/** Of losses; what is more lies in a file. */
const MOST_IN_MEMORY = 256 * 2 ** 20;
/** Of what outlives the window. */
const MOST_SAVED = 64 * 2 ** 20;

/** What all analyses of this window have found: as much as the settings grant, and for the next time if they want it. */
export class RememberedResults implements vscode.Disposable {
  readonly cache = new ResultCache(settingsFor().cacheBytes);
  private readonly store: LossStore;
  private readonly saved: SavedResults;
  private restoring: Promise<void> | undefined;
  private readonly following = vscode.workspace.onDidChangeConfiguration((event) => {
    if (!event.affectsConfiguration(SECTION)) return;
    this.cache.resize(settingsFor().cacheBytes);
    if (!settingsFor().keepResults) void this.saved.clear().catch(this.logFailure);
  });
  private readonly logFailure = (error: unknown): void => {
    this.log.warn(`Saved results: ${error instanceof Error ? error.message : String(error)}`);
  };

  /** `folder`: of the extension, for files of this workspace. */
  constructor(
    folder: string,
    private readonly log: vscode.LogOutputChannel,
  ) {
    this.store = new LossStore(folder, MOST_IN_MEMORY, (line) => {
      log.warn(line);
    });
    this.saved = new SavedResults(path.join(folder, 'results'), MOST_SAVED);
  }

  /** Where the losses of an analysis are to be kept. */
  get keep(): LossStore['keep'] {
    return this.store.keep;
  }

  /** Resolves when what was saved the last time is there. To be called before the first run. */
  async restore(): Promise<void> {
    this.restoring ??= this.readSaved();
    await this.restoring;
  }

  /** To be called at the end, if the settings want it kept. */
  async save(): Promise<void> {
    if (settingsFor().keepResults) await this.saved.save(this.cache).catch(this.logFailure);
  }

  dispose(): void {
    this.following.dispose();
    this.cache.resize(0);
    this.store.dispose();
  }

  private async readSaved(): Promise<void> {
    try {
      if (!settingsFor().keepResults) {
        await this.saved.clear();
        return;
      }
      const tokens = await this.saved.restore(this.cache, this.keep, pause);
      this.log.info(`Results of ${String(tokens)} tokens were saved the last time.`);
    } catch (error) {
      this.logFailure(error);
    }
  }
}
