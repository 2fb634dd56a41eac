import * as vscode from 'vscode';
import type { Span } from './colourRuns';
import { NO_MARGIN, visibleSpans } from './visibleSpans';

/** What of a document is on screen, as offsets into its current text: that of the active editor first. */
export function spansOnScreen(document: vscode.TextDocument): Span[] {
  const { activeTextEditor, visibleTextEditors } = vscode.window;
  const editors = visibleTextEditors.filter((editor) => editor.document === document);
  const active = editors.filter((editor) => editor === activeTextEditor);
  const others = editors.filter((editor) => editor !== activeTextEditor);
  return [...active, ...others].flatMap((editor) => visibleSpans(editor, NO_MARGIN));
}

/** Calls back when something else is on screen, or it is looked at in another editor. */
export function onDidChangeScreen(listener: () => void): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.window.onDidChangeTextEditorVisibleRanges(listener),
    vscode.window.onDidChangeVisibleTextEditors(listener),
    vscode.window.onDidChangeActiveTextEditor(listener),
  );
}
