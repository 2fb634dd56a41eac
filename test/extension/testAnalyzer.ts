import assert from 'node:assert/strict';
import path from 'node:path';
import * as vscode from 'vscode';
import { Analysis } from '../../src/core/analysis';
import { Analyzer } from '../../src/extension/analyzer';
import { AsYouType } from '../../src/extension/asYouType';
import type { Span } from '../../src/extension/colourRuns';
import type { DocumentAnalysis } from '../../src/extension/documentAnalysis';
import type { RunEngine } from '../../src/extension/documentRun';
import { Engine } from '../../src/extension/engine';
import { ModelFolders } from '../../src/extension/modelFolders';
import { Results } from '../../src/extension/results';
import type { ScoreRequest } from '../../src/protocol/engineApi';
import { extension, until } from './support';
import { unsavedResults } from './unsavedResults';

/** One for all, and never closed: an engine process tells of its end when its analyzer is long gone. */
let log: vscode.LogOutputChannel | undefined;

/** All of the extension that analyses documents, as the tests' own: it tells what the engine is asked to compute. */
export class TestAnalyzer implements vscode.Disposable {
  readonly results = new Results();
  readonly analyzer: Analyzer;
  private readonly asYouType: AsYouType;
  private readonly engine: Engine;
  /** Every part of a window that was to be computed. */
  readonly scored: ScoreRequest[] = [];

  constructor() {
    const { extensionPath } = extension();
    log ??= vscode.window.createOutputChannel('Duo-LLM (analyzer tests)', { log: true });
    this.engine = new Engine(path.join(extensionPath, 'dist/engine.js'), log);
    const parts = {
      engine: this.watched(),
      models: new ModelFolders(extensionPath),
      remembered: unsavedResults(),
    };
    this.analyzer = new Analyzer(parts, this.results, log);
    this.asYouType = new AsYouType(this.analyzer, log);
  }

  of(document: vscode.TextDocument): DocumentAnalysis {
    return this.results.of(document) ?? assert.fail('The document has no analysis.');
  }

  /** Starts an analysis and waits for its first results. */
  async begin(
    document: vscode.TextDocument,
    part?: Span,
  ): Promise<{ readonly ended: Promise<void> }> {
    const ended = this.analyzer.analyze(document, part);
    await until('first results', () => this.results.of(document) !== undefined);
    return { ended };
  }

  /** Waits until all is known of a document as it is now. */
  async settled(document: vscode.TextDocument): Promise<DocumentAnalysis> {
    await until('the analysis of the text', () => {
      const result = this.results.of(document);
      return result?.state === 'done' && result.text === document.getText();
    });
    return this.of(document);
  }

  /** The same text, or a part of it, analysed by an engine run that knows nothing before. */
  async afresh({ source, analysis }: DocumentAnalysis, text: string, part?: Span) {
    const { modules, router } = analysis.run;
    const fresh = new Analysis(analysis.model, analysis.source, analysis.run);
    const request = {
      ...source,
      ...{ text, modules, context: { kind: 'big' } as const },
      ...(router !== undefined && { router }),
      ...(part !== undefined && { selection: part }),
    };
    await this.engine.use(async (client) => {
      for await (const event of client.analyze(request, new AbortController().signal)) {
        fresh.apply(event);
      }
    });
    return fresh;
  }

  dispose(): void {
    for (const each of [this.asYouType, this.analyzer, this.engine, this.results]) each.dispose();
  }

  private watched(): RunEngine {
    return {
      use: (work) =>
        this.engine.use((client) =>
          work({
            open: (request, signal) => client.open(request, signal),
            tokenize: (request, signal) => client.tokenize(request, signal),
            score: (request, signal) => {
              this.scored.push(request);
              return client.score(request, signal);
            },
          }),
        ),
    };
  }
}
