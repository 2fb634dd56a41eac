import * as vscode from 'vscode';
import type { AnalysisRun } from '../core/analysis';
import { DocumentAnalysis } from './documentAnalysis';

type RunChoice = Pick<AnalysisRun, 'modules' | 'router' | 'search'>;

/**
 * The analyses of the open documents, untitled ones too. One of each document is shown; others of the same text, made with
 * other modules, are kept so that going back to them takes no run.
 */
export class Results implements vscode.Disposable {
  /** By URI: the one that is shown, then the others. */
  private readonly byUri = new Map<string, readonly DocumentAnalysis[]>();
  private readonly changed = new vscode.EventEmitter<vscode.TextDocument>();

  /** The results of a document came, grew, or went, or others are shown. */
  readonly onDidChange = this.changed.event;

  of(document: vscode.TextDocument): DocumentAnalysis | undefined {
    return this.all(document)[0];
  }

  /** Stores or renews the results of a document that is still open, and shows them. */
  set(result: DocumentAnalysis): void {
    if (result.document.isClosed) return;
    const others = this.all(result.document).filter((other) => isAlternative(other, result));
    this.byUri.set(result.document.uri.toString(), [result, ...others]);
    this.changed.fire(result.document);
  }

  /**
   * Shows the analysis with other modules that was made of the same text, or can be had from one with more modules. False
   * when there is none: then it has to be run.
   */
  show(document: vscode.TextDocument, run: RunChoice): boolean {
    const ended = this.all(document).filter(({ state }) => state !== 'running');
    const found =
      ended.find(({ analysis }) => isRun(analysis.run, run)) ??
      ended
        .filter((result) => holds(result, run))
        .map((result) => result.restrictedTo(run.modules))[0];
    if (found !== undefined) this.set(found);
    return found !== undefined;
  }

  delete(document: vscode.TextDocument): void {
    if (this.byUri.delete(document.uri.toString())) this.changed.fire(document);
  }

  dispose(): void {
    this.changed.dispose();
    this.byUri.clear();
  }

  private all(document: vscode.TextDocument): readonly DocumentAnalysis[] {
    const results = this.byUri.get(document.uri.toString()) ?? [];
    return results[0]?.document === document ? results : [];
  }
}

/** Another view of the same text by the same model; what a stopped analysis left is not worth keeping beside another. */
function isAlternative(other: DocumentAnalysis, { analysis, opened, text }: DocumentAnalysis) {
  const { tokens, run } = other.analysis;
  return (
    other.state === 'done' &&
    other.text === text &&
    other.opened.model.sha256 === opened.model.sha256 &&
    tokens.length === analysis.tokens.length &&
    tokens.at(0)?.index === analysis.tokens.at(0)?.index &&
    !isRun(run, analysis.run)
  );
}

function isRun(run: RunChoice, { modules, router, search }: RunChoice): boolean {
  const isSame = run.modules.join() === modules.join() && run.router === router;
  return isSame && run.search === search;
}

function holds({ analysis }: DocumentAnalysis, { modules, router }: RunChoice): boolean {
  const { run, search } = analysis;
  // Of other modules a beam has not looked for the best routes.
  return (
    search === 'exact' &&
    run.router === router &&
    modules.every((module) => run.modules.includes(module))
  );
}
