import * as vscode from 'vscode';

/**
 * The document that the panel and the status bar are about: the active text editor's, and while something else is active (a
 * picture, another panel, an output channel) the one before, as long as it is open.
 */
export class FollowedDocument implements vscode.Disposable {
  private document = activeDocument();
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly subscriptions = vscode.Disposable.from(
    this.changed,
    vscode.window.onDidChangeActiveTextEditor(() => {
      this.follow(activeDocument() ?? this.document);
    }),
    vscode.workspace.onDidCloseTextDocument((document) => {
      if (document === this.document && document.isClosed) this.follow(activeDocument());
    }),
  );

  /** It is about another document now, or none. */
  readonly onDidChange = this.changed.event;

  get current(): vscode.TextDocument | undefined {
    return this.document;
  }

  dispose(): void {
    this.subscriptions.dispose();
  }

  private follow(document: vscode.TextDocument | undefined): void {
    if (document === this.document) return;
    this.document = document;
    this.changed.fire();
  }
}

/** An output channel that is looked at, like our own log, is no document that anybody works on. */
function activeDocument(): vscode.TextDocument | undefined {
  const document = vscode.window.activeTextEditor?.document;
  return document?.uri.scheme === 'output' || document?.isClosed === true ? undefined : document;
}
