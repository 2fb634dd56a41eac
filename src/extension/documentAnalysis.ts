import type * as vscode from 'vscode';
import type { Analysis } from '../core/analysis';
import type { ModuleList } from '../core/module';
import type { AnalysisEnd, OpenedModel, OpenRequest } from '../protocol/engineApi';
import type { Span } from './colourRuns';
import { compareTexts, stretchNow, type Freshness } from './freshness';
import { tokensUntil } from '../core/tokenSpans';

/** How far an analysis has come. `stopped`: cancelled or failed; what it found until then stays. */
export type AnalysisState = 'running' | 'stopped' | 'done';

/** What is known of one document, about the text that it had when it was analysed. */
export class DocumentAnalysis {
  state: AnalysisState = 'running';
  /** Of a finished run. */
  end: AnalysisEnd | undefined;
  private compared: { readonly version: number; readonly freshness: Freshness } | undefined;

  constructor(
    readonly document: vscode.TextDocument,
    readonly text: string,
    /** How the model was opened... */
    readonly source: OpenRequest,
    /** ...and what came of it. */
    readonly opened: OpenedModel,
    readonly analysis: Analysis,
  ) {}

  /** What of it holds for the document as it is now. */
  freshness(): Freshness {
    const { version } = this.document;
    if (this.compared?.version !== version) {
      this.compared = { version, freshness: compareTexts(this.text, this.document.getText()) };
    }
    return this.compared.freshness;
  }

  /** All of it still holds: no edit up to the last analysed token, or all edits undone. */
  get isFresh(): boolean {
    return this.freshness().freshUntil >= (this.analysis.tokens.at(-1)?.end ?? 0);
  }

  /** How many of the analysed tokens still hold, counted from the first. */
  get freshTokens(): number {
    return tokensUntil(this.analysis.tokens, this.freshness().freshUntil);
  }

  /** The part of the text that was analysed, UTF-16 offsets; `undefined`: all of it. */
  get part(): Span | undefined {
    const { tokens } = this.analysis;
    const [first, last] = [tokens.at(0), tokens.at(-1)];
    if (first === undefined || last === undefined) return undefined;
    if (first.index === 0 && last.end === this.text.length) return undefined;
    return { start: first.start, end: last.end };
  }

  /** Where that is now; `undefined`: all of the text, or nothing of it is left. */
  get partNow(): Span | undefined {
    const now = this.part && stretchNow(this.freshness(), this.part);
    return now !== undefined && now.start < now.end ? now : undefined;
  }

  /** What it says when routes may take only some of its modules. */
  restrictedTo(modules: ModuleList): DocumentAnalysis {
    const { document, text, source, opened } = this;
    const analysis = this.analysis.restrictedTo(modules);
    const part = new DocumentAnalysis(document, text, source, opened, analysis);
    part.state = this.state;
    part.end = this.end;
    return part;
  }
}
