import * as vscode from 'vscode';
import type { Colours } from './colours';
import type { DocumentAnalysis } from './documentAnalysis';
import { paintedTokens } from './paintedTokens';
import type { PaintedToken } from './colourRuns';
import type { Colouring } from './quantityValues';

/** A token is hard from this level on: a nat of difficulty, three of surprise. */
const HARD_FROM = 3;
/** Characters searched at a time. */
const STEP = 4096;
const MESSAGE_MS = 3000;

export interface ActiveEditor {
  readonly editor: vscode.TextEditor;
  readonly result: DocumentAnalysis | undefined;
}

/** Moves the cursor to the nearest token after (`1`) or before (`-1`) it that is hard by what the colours say. */
export function goToHardToken(
  active: ActiveEditor | undefined,
  colours: Colours,
  direction: 1 | -1,
): void {
  if (active?.result === undefined) return;
  const { editor, result } = active;
  const { document } = editor;
  const from = document.offsetAt(editor.selection.active);
  const token = findHardToken(result, colours.colouringOf(result), from, direction);
  if (token === undefined) {
    const message =
      direction === 1
        ? vscode.l10n.t('No hard token below among those analysed.')
        : vscode.l10n.t('No hard token above among those analysed.');
    vscode.window.setStatusBarMessage(message, MESSAGE_MS);
    return;
  }
  const range = new vscode.Range(document.positionAt(token.start), document.positionAt(token.end));
  editor.selection = new vscode.Selection(range.start, range.start);
  editor.revealRange(range, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}

function findHardToken(
  result: DocumentAnalysis,
  colouring: Colouring,
  from: number,
  direction: 1 | -1,
): PaintedToken | undefined {
  const { length } = result.document.getText();
  const isHard = ({ start, level, fresh }: PaintedToken): boolean =>
    fresh && (level ?? 0) >= HARD_FROM && (direction === 1 ? start > from : start < from);
  for (let at = from; direction === 1 ? at < length : at > 0; at += direction * STEP) {
    const span =
      direction === 1 ? { start: at, end: at + STEP } : { start: Math.max(0, at - STEP), end: at };
    const hard = paintedTokens(result.analysis, result.freshness(), span, colouring).filter(isHard);
    const nearest = direction === 1 ? hard[0] : hard.at(-1);
    if (nearest !== undefined) return nearest;
  }
  return undefined;
}
