import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import * as vscode from 'vscode';
import { count } from '../core/words';
import type { Analyzer } from './analyzer';
import type { Span } from './colourRuns';
import { declineReason } from './decline';
import type { Progress } from './documentRun';
import { reportFailure } from './failures';
import type { FollowedDocument } from './followedDocument';
import { notify } from './notify';
import { plainMessage } from './plainMessage';

/** Short analyses come without a notification: the status bar shows them too. */
const NOTICE_AFTER_MS = 400;
/** Something comes many times a second, unless a very long text is read first, another analysis has its turn, or a driver hangs. */
const SILENT_AFTER_MS = 30_000;

/** The commands that start and stop analyses, as the user sees them: progress, cancel, and what to do when it fails. */
export class AnalyzeCommands {
  constructor(
    private readonly analyzer: Analyzer,
    private readonly followed: FollowedDocument,
    private readonly log: vscode.LogOutputChannel,
    private readonly silentAfterMs = SILENT_AFTER_MS,
  ) {}

  /** `resource`: from a menu of an editor; else the active editor's document. While a log is read, that is what was before. */
  async analyzeDocument(resource?: unknown): Promise<void> {
    const document =
      resource instanceof vscode.Uri
        ? await vscode.workspace.openTextDocument(resource)
        : vscode.window.activeTextEditor && this.followed.current;
    await this.analyze(document, undefined);
  }

  async analyzeSelection(): Promise<void> {
    const editor = vscode.window.activeTextEditor;
    if (editor?.selection.isEmpty === true) {
      notify.info(
        vscode.l10n.t(
          'Nothing is selected. Select the text to analyse; what stands before it is its context.',
        ),
      );
      return;
    }
    await this.analyze(editor?.document, editor && offsetsOf(editor));
  }

  /** Analyses a document or a part of it, UTF-16 offsets. Resolves when that has ended, whatever came of it. */
  async analyze(document: vscode.TextDocument | undefined, part: Span | undefined): Promise<void> {
    const declined =
      document === undefined
        ? vscode.l10n.t(
            'There is no text editor to analyse. Open a text file first; binary files and files over 50 MB cannot be analysed.',
          )
        : declineReason(document);
    if (document === undefined || declined !== undefined) {
      notify.info(declined ?? '');
      return;
    }
    try {
      await this.withProgress(document, part);
    } catch (error) {
      // Not awaited: the message stays until the user has read it.
      void reportFailure(error, this.log, () => this.analyze(document, part));
    }
  }

  private async withProgress(document: vscode.TextDocument, part: Span | undefined): Promise<void> {
    const work = this.analyzer.analyze(document, part);
    const settled = work.then(
      () => true,
      () => true,
    );
    if (await Promise.race([settled, sleep(NOTICE_AFTER_MS, false)])) {
      await work;
      return;
    }
    const options = {
      location: vscode.ProgressLocation.Notification,
      title: plainMessage(vscode.l10n.t('Analysing {0}', path.posix.basename(document.uri.path))),
      cancellable: true,
    };
    await vscode.window.withProgress(options, async (notification, token) => {
      token.onCancellationRequested(() => {
        this.analyzer.cancel(document);
      });
      const show = reporter(notification);
      const silence = setTimeout(() => {
        const message = vscode.l10n.t(
          'nothing new for a while. If this does not go on, cancel it: an engine that hangs is then ended, and the next analysis starts a new one.',
        );
        notification.report({ message });
      }, this.silentAfterMs);
      const following = this.analyzer.onDidProgress((advanced) => {
        const progress = this.analyzer.progressOf(document);
        if (advanced !== document) return;
        silence.refresh();
        if (progress !== undefined) show(progress);
      });
      try {
        await work;
      } finally {
        clearTimeout(silence);
        following.dispose();
      }
    });
  }
}

function offsetsOf({ document, selection }: vscode.TextEditor): Span {
  return { start: document.offsetAt(selection.start), end: document.offsetAt(selection.end) };
}

/** Passes progress on as a sentence and as a growing bar. */
function reporter(
  notification: vscode.Progress<{ message?: string; increment?: number }>,
): (progress: Progress) => void {
  let shown = 0;
  return ({ known, tokens, tokensPerSecond }) => {
    if (tokens === 0) return;
    const share = (known / tokens) * 100;
    notification.report({
      message: vscode.l10n.t(
        '{0} of {1} tokens, {2} tokens/s',
        count(known),
        count(tokens),
        tokensPerSecond.toFixed(0),
      ),
      increment: share - shown,
    });
    shown = share;
  };
}
