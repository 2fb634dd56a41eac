import type { AnalysisJson } from '../../src/core/analysisJson';
import { ended, start } from '../cli/duoLlm';

/** By what was asked: tests that ask the same of the same text get the same answer, and the model runs once. */
const answers = new Map<string, Promise<AnalysisJson>>();

/** What the command line says of a text with the model that the extension comes with: the reference for what is on screen. */
export async function commandLine(text: string, ...args: string[]): Promise<AnalysisJson> {
  const question = JSON.stringify([text, ...args]);
  const answer = answers.get(question) ?? analysed(text, args);
  answers.set(question, answer);
  return await answer;
}

async function analysed(text: string, args: readonly string[]): Promise<AnalysisJson> {
  const child = start(['analyze', '-', '--ep', 'cpu', '--format', 'json', ...args]);
  const { stdout, stderr } = await ended(child, text);
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout) as AnalysisJson;
}
