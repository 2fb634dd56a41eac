import type { RerunState } from '../../src/panel/rerun';
import { Milestones } from '../milestones';
import { runKey } from '../runKey';
import type { PanelState } from '../state';
import { endInWords } from './rerunInWords';

/** Tells screen readers how a rerun goes, its quarters and its end, also while nothing of it is in view. */
export class RerunVoice {
  private readonly milestones = new Milestones();
  private run = '';
  private running: RerunState | undefined;

  constructor(private readonly announce: (sentence: string) => void) {}

  hear({ subject, reruns }: Pick<PanelState, 'subject' | 'reruns'>): void {
    const run = subject === null ? '' : runKey(subject);
    // How the rerun of another analysis ended is not told by the reruns of this one.
    const before = run === this.run ? this.running : undefined;
    const running = reruns.find(({ state }) => state === 'running');
    this.run = run;
    this.running = running;
    if (!goesOn(before, running)) this.milestones.restart();
    const ended = reruns.find(({ request, state }) => {
      return request.kind === before?.request.kind && state !== 'running';
    });
    if (ended !== undefined) this.announce(endInWords(ended, subject?.run.context.kind ?? 'big'));
    if (running === undefined) return;
    const percent = this.milestones.reach(running.known, running.tokens);
    if (percent !== undefined && percent < 100) this.announce(`Rerun: ${percent} %.`);
  }
}

function goesOn(before: RerunState | undefined, now: RerunState | undefined): boolean {
  if (before === undefined || now === undefined) return false;
  return before.request.kind === now.request.kind && before.known <= now.known;
}
