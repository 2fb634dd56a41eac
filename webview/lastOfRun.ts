import type { Subject } from '../src/panel/subject';
import { runKey } from './runKey';

/** Keeps a part that takes long to make: while it is made anew for the same run, the one before stays. */
export class LastOfRun<Part> {
  private made: { readonly run: string; readonly part: Part } | undefined;

  /** `part`: as the state has it now. */
  of(subject: Subject, part: Part | null): Part | null {
    const run = runKey(subject);
    if (part !== null) this.made = { run, part };
    return this.made?.run === run ? this.made.part : null;
  }
}
