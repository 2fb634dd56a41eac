import * as vscode from 'vscode';
import type { AsYouType } from './asYouType';
import type { Colours } from './colours';
import { colourRuns, type ColourRuns, type Span } from './colourRuns';
import { DecorationTypes } from './decorationTypes';
import type { DocumentAnalysis } from './documentAnalysis';
import { paintedTokens } from './paintedTokens';
import type { Results } from './results';
import { SECTION } from './names';
import { settingsFor } from './settings';
import { Throttle } from './throttle';
import { visibleSpans } from './visibleSpans';

/** While results stream in or the view scrolls, paint at most this often. */
const INTERVAL_MS = 60;

/** Paints the visible part of every editor that shows an analysed document. */
export class Painter implements vscode.Disposable {
  private types: DecorationTypes | undefined;
  private readonly painted = new WeakSet<vscode.TextEditor>();
  private readonly waiting = new Set<vscode.TextDocument>();
  private readonly throttle = new Throttle(() => {
    for (const document of this.waiting) this.paintAll(document);
    this.waiting.clear();
  }, INTERVAL_MS);
  private readonly subscriptions: vscode.Disposable;

  constructor(
    private readonly results: Results,
    private readonly colours: Colours,
    private readonly asYouType: Pick<AsYouType, 'isPending' | 'onDidChange'>,
  ) {
    this.subscriptions = vscode.Disposable.from(
      results.onDidChange((document) => {
        this.soon(document);
      }),
      asYouType.onDidChange((document) => {
        this.soon(document);
      }),
      colours.onDidChange(() => {
        this.paintAll();
      }),
      vscode.window.onDidChangeTextEditorVisibleRanges(({ textEditor }) => {
        this.soon(textEditor.document);
      }),
      vscode.window.onDidChangeVisibleTextEditors((editors) => {
        for (const editor of editors) this.paint(editor);
      }),
      // At once, before anybody can take the colours of the old text for those of the new.
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        this.paintAll(document);
      }),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration(SECTION)) this.paintAll();
      }),
    );
  }

  dispose(): void {
    this.throttle.dispose();
    this.subscriptions.dispose();
    this.types?.dispose();
  }

  private soon(document: vscode.TextDocument): void {
    this.waiting.add(document);
    this.throttle.ask();
  }

  private paintAll(document?: vscode.TextDocument): void {
    for (const editor of vscode.window.visibleTextEditors) {
      if (document === undefined || editor.document === document) this.paint(editor);
    }
  }

  private paint(editor: vscode.TextEditor): void {
    const result = this.results.of(editor.document);
    if (result === undefined && !this.painted.has(editor)) return;
    const runs = result === undefined ? colourRuns([]) : this.runsOf(editor, result);
    const types = this.typesFor(settingsFor(editor.document.uri).decoration);
    types.levels.forEach((type, at) => {
      editor.setDecorations(type, ranges(editor.document, runs.levels[at + 1] ?? []));
    });
    editor.setDecorations(types.seam, ranges(editor.document, runs.seams));
    // What is about to be replaced is bare: marks that come and go with every key would be in the way.
    const stale = this.asYouType.isPending(editor.document) ? [] : runs.stale;
    editor.setDecorations(types.stale, ranges(editor.document, stale));
    if (result === undefined) this.painted.delete(editor);
    else this.painted.add(editor);
  }

  private runsOf(editor: vscode.TextEditor, result: DocumentAnalysis): ColourRuns {
    const colouring = this.colours.colouringOf(result);
    const freshness = result.freshness();
    return colourRuns(
      visibleSpans(editor).flatMap((span) =>
        paintedTokens(result.analysis, freshness, span, colouring),
      ),
    );
  }

  private typesFor(style: DecorationTypes['style']): DecorationTypes {
    if (this.types?.style !== style) {
      this.types?.dispose();
      this.types = new DecorationTypes(style);
    }
    return this.types;
  }
}

function ranges(document: vscode.TextDocument, spans: readonly Span[]): vscode.Range[] {
  return spans.map(({ start, end }) => {
    return new vscode.Range(document.positionAt(start), document.positionAt(end));
  });
}
