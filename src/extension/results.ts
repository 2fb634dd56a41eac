import * as vscode from 'vscode';
import type { DocumentAnalysis } from './documentAnalysis';

/** The analyses of the open documents, untitled ones too. */
export class Results implements vscode.Disposable {
  private readonly byUri = new Map<string, DocumentAnalysis>();
  private readonly changed = new vscode.EventEmitter<vscode.TextDocument>();

  /** The results of a document came, grew, or went. */
  readonly onDidChange = this.changed.event;

  of(document: vscode.TextDocument): DocumentAnalysis | undefined {
    const result = this.byUri.get(document.uri.toString());
    return result?.document === document ? result : undefined;
  }

  /** Stores or renews the results of a document that is still open. */
  set(result: DocumentAnalysis): void {
    if (result.document.isClosed) return;
    this.byUri.set(result.document.uri.toString(), result);
    this.changed.fire(result.document);
  }

  delete(document: vscode.TextDocument): void {
    if (this.byUri.delete(document.uri.toString())) this.changed.fire(document);
  }

  dispose(): void {
    this.changed.dispose();
    this.byUri.clear();
  }
}
