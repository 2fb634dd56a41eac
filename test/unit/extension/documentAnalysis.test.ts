import assert from 'node:assert/strict';
import type { TextDocument } from 'vscode';
import { DocumentAnalysis } from '../../../src/extension/documentAnalysis';
import { MODEL, sampleAnalysis, SOURCE } from './sampleAnalysis';

/** The analysis of a text of which only the beginning was selected, in a document that now reads otherwise. */
function afterEdit(analysed: string, selected: number, current: string): DocumentAnalysis {
  const document = { version: 2, getText: () => current } as Partial<TextDocument>;
  const { analysis, vocabulary } = sampleAnalysis([{ text: analysed.slice(0, selected) }]);
  const provider = { provider: 'cpu', threads: 1, rejected: [] } as const;
  const opened = { model: MODEL, provider, vocabulary };
  return new DocumentAnalysis(document as TextDocument, analysed, SOURCE, opened, analysis);
}

describe('isFresh', () => {
  const text = 'one two three four five six seven';
  const selected = 'one two'.length;

  it('is true of the same text', () => {
    assert.ok(afterEdit(text, text.length, text).isFresh);
  });

  it('is false after an edit of what was analysed', () => {
    assert.ok(!afterEdit(text, text.length, `${text}.`).isFresh);
    assert.ok(!afterEdit(text, selected, text.replace('two', 'too')).isFresh);
  });

  it('stays true when text changes far below the analysed part', () => {
    assert.ok(afterEdit(text, selected, `${text} eight`).isFresh);
  });
});
