import path from 'node:path';
import type { TextDocument } from 'vscode';
import type { Face } from '../../panel/face';
import type { Analyzer } from '../analyzer';
import { declineReason } from '../decline';
import type { DocumentAnalysis } from '../documentAnalysis';
import type { Progress } from '../documentRun';

const ABILITIES: Face['abilities'] = { run: true, reveal: true, save: true };

/** How it is going with a document; `undefined`: with none. */
export function faceOf(
  document: TextDocument | undefined,
  result: DocumentAnalysis | undefined,
  analyzer: Pick<Analyzer, 'progressOf' | 'failureOf'>,
): Face {
  const face = { freshTokens: null, progress: null, note: null, abilities: ABILITIES };
  if (document === undefined) return { ...face, document: null, state: 'noDocument' };
  const progress = analyzer.progressOf(document);
  const about = {
    ...face,
    document: path.posix.basename(document.uri.path),
    freshTokens: result === undefined || result.isFresh ? null : result.freshTokens,
  };
  if (progress !== undefined) {
    return { ...about, state: 'running', progress: known(progress) };
  }
  const failure = analyzer.failureOf(document);
  if (result !== undefined) {
    // A run as one types is not told of while it is short.
    const state = result.state === 'stopped' || failure !== undefined ? 'stopped' : 'done';
    return { ...about, state, note: failure ?? null };
  }
  const declined = declineReason(document);
  if (declined !== undefined) return { ...about, state: 'declined', note: declined };
  if (failure !== undefined) return { ...about, state: 'stopped', note: failure };
  return { ...about, state: 'absent' };
}

function known(progress: Progress): Progress | null {
  return progress.tokens === 0 ? null : progress;
}
