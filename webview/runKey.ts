import type { Subject } from '../src/panel/subject';

/** The same as long as a subject is of the same run of the same tokens, however much of it is known. */
export function runKey({ source, model, run, tokens }: Subject): string {
  return JSON.stringify([source.sha256, tokens.firstIndex, tokens.count, model.sha256, run]);
}
