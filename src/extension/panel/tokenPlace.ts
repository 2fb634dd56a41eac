import * as vscode from 'vscode';
import { Failure } from '../../core/failure';
import type { DocumentAnalysis } from '../documentAnalysis';
import { analysedOffset, placeNow } from '../freshness';
import { characterAt } from '../../core/tokenSpans';

/**
 * The token under the cursor of the document's editor; `null` when it is on none. Of several editors that show it, `moved`
 * has the cursor that moved last.
 */
export function tokenAtCursor(
  result: DocumentAnalysis,
  moved: vscode.TextEditor | undefined,
): number | null {
  const { document, analysis } = result;
  const shows = moved?.document === document && vscode.window.visibleTextEditors.includes(moved);
  const editor = shows ? moved : editorOf(document);
  if (editor === undefined) return null;
  const offset = document.offsetAt(editor.selection.active);
  const analysed = analysedOffset(result.freshness(), offset);
  if (analysed === undefined) return null;
  return characterAt(analysis.tokens, analysed)?.first ?? null;
}

/**
 * Puts the cursor on a token, in an editor that shows the document, or `aside` in another one. The focus stays where it is,
 * so that a list of tokens can be walked through. Throws Failure('request') for a token that is no longer there.
 */
export async function revealToken(
  result: DocumentAnalysis,
  token: number,
  aside: boolean,
): Promise<void> {
  const { document, analysis } = result;
  const analysed = analysis.tokens.at(token);
  const place = analysed && placeNow(result.freshness(), analysed);
  if (place === undefined) {
    throw new Failure(
      'request',
      vscode.l10n.t('This token was edited since the analysis. Analyse the document again.'),
    );
  }
  const visible = aside ? undefined : editorOf(document);
  const editor =
    visible ??
    (await vscode.window.showTextDocument(document, {
      viewColumn: aside ? vscode.ViewColumn.Beside : columnOf(document),
      preserveFocus: true,
    }));
  const range = new vscode.Range(document.positionAt(place.start), document.positionAt(place.end));
  editor.selection = new vscode.Selection(range.start, range.start);
  editor.revealRange(range, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}

/** Of several that show the document, the active one. */
function editorOf(document: vscode.TextDocument): vscode.TextEditor | undefined {
  const { activeTextEditor, visibleTextEditors } = vscode.window;
  if (activeTextEditor?.document === document) return activeTextEditor;
  return visibleTextEditors.find((editor) => editor.document === document);
}

/** Where the document has a tab behind others; else where the user is. */
function columnOf({ uri }: vscode.TextDocument): vscode.ViewColumn {
  const group = vscode.window.tabGroups.all.find(({ tabs }) =>
    tabs.some(
      ({ input }) =>
        input instanceof vscode.TabInputText && input.uri.toString() === uri.toString(),
    ),
  );
  return group?.viewColumn ?? vscode.ViewColumn.Active;
}
