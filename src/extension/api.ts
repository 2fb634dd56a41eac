import type * as vscode from 'vscode';
import { toJson, type AnalysisJson } from '../core/analysisJson';
import { measure } from '../core/measures';
import { unconstrained } from '../core/oracle';
import { summarize } from '../core/summary';
import type { DocumentAnalysis } from './documentAnalysis';
import type { Results } from './results';
import { settingsFor } from './settings';

/** What other extensions get from `vscode.extensions.getExtension('duo-llm.duo-llm-inspector').activate()`. */
export interface InspectorApi {
  /** What is known of an open document; `undefined` before its first analysis. Makes no model run. */
  readonly analysisOf: (document: vscode.TextDocument) => PublishedAnalysis | undefined;
}

export interface PublishedAnalysis {
  readonly state: DocumentAnalysis['state'];
  /** UTF-16 offset up to which the analysis holds for the document as it is now; what follows has been edited since. */
  readonly freshUntil: number;
  /** In the format of the command line's `--format json`. */
  readonly analysis: AnalysisJson;
}

export function inspectorApi(results: Results): InspectorApi {
  return {
    analysisOf: (document) => {
      const result = results.of(document);
      return result && publish(result);
    },
  };
}

function publish(result: DocumentAnalysis): PublishedAnalysis {
  const { analysis, document, end, opened, state, text } = result;
  const { tolerance } = settingsFor(document.uri);
  const measures = measure(analysis, {
    constraint: unconstrained(analysis.model.layers),
    tolerance,
  });
  return {
    state,
    freshUntil: result.freshness().freshUntil,
    analysis: toJson(analysis, measures, {
      text,
      summary: summarize(analysis, measures),
      timing: end ?? { seconds: 0, tokensPerSecond: 0 },
      provider: opened.provider.provider,
    }),
  };
}
