import * as vscode from 'vscode';
import { LEVELS } from '../core/colourScale';
import { levelColourId, STALE_COLOUR_ID, type DecorationStyle } from './names';

/** From this level on a fill is so strong that syntax colours would be hard to read on it. */
const PLAIN_TEXT_FROM = 4;

/**
 * The looks of one style: six levels, the seam between two tokens of one level, and stale. Eight types: the editor
 * suffers from many, so they are made once per style and never per token.
 */
export class DecorationTypes implements vscode.Disposable {
  /** [level - 1] */
  readonly levels: readonly vscode.TextEditorDecorationType[];
  readonly seam: vscode.TextEditorDecorationType;
  readonly stale: vscode.TextEditorDecorationType;

  constructor(readonly style: DecorationStyle) {
    this.levels = Array.from({ length: LEVELS - 1 }, (_, at) =>
      vscode.window.createTextEditorDecorationType({
        ...(style === 'fill' ? fill(at + 1) : line(at + 1)),
        // What is typed at the edge of a token is not part of it.
        rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
      }),
    );
    this.seam = vscode.window.createTextEditorDecorationType({
      // A hairline that takes no room, so that no character moves.
      before: {
        contentText: '',
        width: '1px',
        height: '1em',
        margin: '0 -1px 0 0',
        backgroundColor: new vscode.ThemeColor('editor.background'),
      },
      rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
    });
    this.stale = vscode.window.createTextEditorDecorationType({
      borderColor: new vscode.ThemeColor(STALE_COLOUR_ID),
      borderStyle: 'dotted',
      borderWidth: '0 0 1px 0',
      rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
    });
  }

  get all(): readonly vscode.TextEditorDecorationType[] {
    return [...this.levels, this.seam, this.stale];
  }

  dispose(): void {
    for (const type of this.all) type.dispose();
  }
}

function fill(level: number): vscode.DecorationRenderOptions {
  return {
    backgroundColor: new vscode.ThemeColor(levelColourId(level, 'fill')),
    ...(level >= PLAIN_TEXT_FROM && { color: new vscode.ThemeColor('editor.foreground') }),
  };
}

function line(level: number): vscode.DecorationRenderOptions {
  return {
    borderColor: new vscode.ThemeColor(levelColourId(level, 'underline')),
    borderStyle: 'solid',
    borderWidth: `0 0 ${String(Math.ceil(level / 2) + 1)}px 0`,
  };
}
