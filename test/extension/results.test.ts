import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { DocumentAnalysis } from '../../src/extension/documentAnalysis';
import { Results } from '../../src/extension/results';
import { MODEL, sampleAnalysis, SOURCE } from '../unit/extension/sampleAnalysis';

/** As `document` would look with these changes. */
function like(document: vscode.TextDocument, changes: Partial<vscode.TextDocument>) {
  return Object.create(document, Object.getOwnPropertyDescriptors(changes)) as vscode.TextDocument;
}

function resultOf(document: vscode.TextDocument): DocumentAnalysis {
  const { analysis, vocabulary } = sampleAnalysis([{ text: 'text' }]);
  const provider = { provider: 'cpu', threads: 1, rejected: [] } as const;
  return new DocumentAnalysis(
    document,
    'text',
    SOURCE,
    { model: MODEL, provider, vocabulary },
    analysis,
  );
}

describe('Results', () => {
  let document: vscode.TextDocument;

  before(async () => {
    document = await vscode.workspace.openTextDocument({ content: 'text' });
  });

  it('are those of the very document, not of another with its URI', () => {
    const results = new Results();
    const result = resultOf(document);
    results.set(result);
    assert.equal(results.of(document), result);
    assert.equal(results.of(like(document, {})), undefined);
    results.dispose();
  });

  it('are not kept of a closed document', () => {
    const results = new Results();
    const closed = like(document, { isClosed: true });
    results.set(resultOf(closed));
    assert.equal(results.of(closed), undefined);
    results.dispose();
  });
});
