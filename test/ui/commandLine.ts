import type { AnalysisJson } from '../../src/core/analysisJson';
import { ended, start } from '../cli/duoLlm';

/** What the command line says of a text with the model that the extension comes with: the reference for what is on screen. */
export async function commandLine(text: string, ...args: string[]): Promise<AnalysisJson> {
  const child = start(['analyze', '-', '--ep', 'cpu', '--format', 'json', ...args]);
  const { stdout, stderr } = await ended(child, text);
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout) as AnalysisJson;
}
