import * as vscode from 'vscode';
import type { DocumentAnalysis } from './documentAnalysis';

/** The analyses of the open documents, by URI, so that untitled ones count too. Dropped when their document closes. */
export class Results implements vscode.Disposable {
  private readonly byUri = new Map<string, DocumentAnalysis>();
  private readonly changed = new vscode.EventEmitter<vscode.TextDocument>();
  private readonly closed = vscode.workspace.onDidCloseTextDocument((document) => {
    // A change of language closes and reopens a document that is still the same.
    if (document.isClosed) this.delete(document);
  });

  /** The results of a document came, grew, or went. */
  readonly onDidChange = this.changed.event;

  of(document: vscode.TextDocument): DocumentAnalysis | undefined {
    return this.byUri.get(document.uri.toString());
  }

  /** Stores or renews the results of a document. */
  set(result: DocumentAnalysis): void {
    this.byUri.set(result.document.uri.toString(), result);
    this.changed.fire(result.document);
  }

  delete(document: vscode.TextDocument): void {
    if (this.byUri.delete(document.uri.toString())) this.changed.fire(document);
  }

  dispose(): void {
    this.closed.dispose();
    this.changed.dispose();
    this.byUri.clear();
  }
}
