import type { Analysis } from '../core/analysis';
import type { Constraint } from '../core/constraint';
import { Failure } from '../core/failure';
import type { CurveQuestion } from '../core/lossCurve';
import { atOnce, withPauses, type Steps } from '../core/steps';
import { answerOf } from './answer';
import { chosenAt, type Chosen } from './chosen';
import { curveOf, curveQuestion, isSameCurve } from './curve';
import { overviewOf } from './overview';
import type { PanelEvent } from './panelApi';
import { questionAbout } from './question';
import type { RunOnScreen } from './runSnapshot';
import type { Shown } from './shown';
import { subjectSteps } from './subject';
import { detailOf, type TokenDetail } from './tokenDetail';

/** Up to so many tokens a subject takes a few milliseconds. */
const QUICK_TOKENS = 5000;

/**
 * Turns changes of an analysis and of the question into what a panel draws. The quick parts (answer, and subject unless the
 * analysis is long) come at once; the slow ones (curve, overview) after them, in steps with pauses between, and only for the
 * newest state.
 */
export class Presenter {
  private shown: Shown | null = null;
  private shownRevision = 0;
  private asked: Constraint | null = null;
  /** What the curve was begun for last: everything that was asked but the budget. */
  private curveUnder: CurveQuestion | undefined;
  /** What is chosen under it at all budgets, once the curve has found that out: then another budget costs next to nothing. */
  private byBudget: Chosen | undefined;
  /** What of it was emitted last. */
  private parts: Partial<Omit<RunOnScreen, 'analysis'>> = {};
  private disposed = false;
  private readonly subject: SlowPart;
  private readonly curve: SlowPart;
  private readonly overview: SlowPart;

  constructor(
    private readonly emit: (event: PanelEvent) => void,
    /** Lets the host do something else for a moment. */
    pause: () => Promise<void>,
  ) {
    this.subject = new SlowPart(pause);
    this.curve = new SlowPart(pause);
    this.overview = new SlowPart(pause);
  }

  /** Of the subject emitted last. */
  get revision(): number {
    return this.shownRevision;
  }

  /** What was emitted last, all of it about the same state of the analysis; `undefined`: nothing is shown. */
  get onScreen(): RunOnScreen | undefined {
    const { subject, answer, curve = null } = this.parts;
    if (this.shown === null || subject === undefined || answer === undefined) return undefined;
    return { analysis: this.shown.analysis, subject, answer, curve };
  }

  /**
   * Shows an analysis as it is now, or nothing. Call it again when it has grown: losses that arrive later are not shown
   * before. `onAnswered`: subject and answer are out, unless something else is presented before.
   */
  present(shown: Shown | null, onAnswered: () => void = () => undefined): void {
    if (this.disposed) return;
    this.stop();
    this.shownRevision++;
    this.curveUnder = undefined;
    this.parts = {};
    this.shown = shown && { ...shown, analysis: asItIsNow(shown.analysis) };
    if (this.shown === null) {
      this.tell({ kind: 'subject', subject: null });
      onAnswered();
      return;
    }
    const steps = this.show(this.shown, onAnswered);
    if (this.shown.analysis.tokens.length <= QUICK_TOKENS) atOnce(steps);
    else this.subject.start(steps, () => undefined);
  }

  /** Asks another question, or with `null` the default one again. It is kept when nothing is shown. */
  ask(question: Constraint | null): void {
    this.asked = question;
    // Else the answer follows the subject, which is on its way.
    if (this.shown !== null && this.parts.subject !== undefined) this.answer(this.shown.analysis);
  }

  /** Under the question asked last. Throws Failure('request') when the token's losses are not known. */
  detail(token: number): TokenDetail {
    if (this.shown === null) throw new Failure('request', 'No analysis is shown.');
    const { constraint } = questionAbout(this.asked, this.shown.analysis);
    return detailOf(this.shown, constraint, token, this.revision);
  }

  /** Nothing is emitted afterwards. */
  dispose(): void {
    this.disposed = true;
    this.stop();
    this.shown = null;
  }

  private *show(shown: Shown, onAnswered: () => void): Steps<void> {
    const subject = yield* subjectSteps(shown, this.revision);
    this.tell({ kind: 'subject', subject });
    yield;
    this.answer(shown.analysis);
    this.overview.start(overviewOf(shown.analysis, this.revision), (overview) => {
      this.tell({ kind: 'overview', overview });
    });
    onAnswered();
  }

  private answer(analysis: Analysis): void {
    const question = questionAbout(this.asked, analysis);
    const { constraint } = question;
    const under = curveQuestion(constraint);
    const redraw = this.curveUnder === undefined || !isSameCurve(this.curveUnder, under);
    if (redraw) {
      this.byBudget = undefined;
      this.parts = { ...this.parts, curve: null };
    }
    const { budget } = constraint;
    const chosen =
      this.byBudget && budget !== undefined
        ? chosenAt(this.byBudget, analysis.tokens.length, budget)
        : undefined;
    this.tell({ kind: 'answer', answer: answerOf(analysis, question, this.revision, chosen) });
    if (redraw) this.drawCurve(analysis, under);
  }

  private drawCurve(analysis: Analysis, under: CurveQuestion): void {
    this.curveUnder = under;
    const steps = curveOf(analysis, under, this.revision, (byBudget) => {
      this.byBudget = byBudget;
    });
    this.curve.start(steps, (curve) => {
      this.tell({ kind: 'curve', curve });
    });
  }

  /** Remembers what is on screen, then emits it: who hears of it may ask for all of it. */
  private tell(event: PanelEvent): void {
    if (event.kind === 'subject' && event.subject !== null) this.parts = { subject: event.subject };
    if (event.kind === 'answer') this.parts = { ...this.parts, answer: event.answer };
    if (event.kind === 'curve') this.parts = { ...this.parts, curve: event.curve };
    this.emit(event);
  }

  private stop(): void {
    this.subject.stop();
    this.curve.stop();
    this.overview.stop();
  }
}

/** Its tokens with what is known of them now, however the analysis goes on. */
function asItIsNow(analysis: Analysis): Analysis {
  return analysis.slice(0, analysis.tokens.length);
}

/** Work whose result is taken when it is done, unless other work takes its place before. */
class SlowPart {
  private running = new AbortController();

  constructor(private readonly pause: () => Promise<void>) {}

  start<Result>(steps: Steps<Result>, take: (result: Result) => void): void {
    this.stop();
    const { signal } = this.running;
    void this.run(steps, signal).then((result) => {
      if (!signal.aborted) take(result);
    }, ignoreIf(signal));
  }

  stop(): void {
    this.running.abort();
    this.running = new AbortController();
  }

  private async run<Result>(steps: Steps<Result>, signal: AbortSignal): Promise<Result> {
    const pause = async (): Promise<void> => {
      await this.pause();
      signal.throwIfAborted();
    };
    // What is quick goes out before any of this begins.
    await pause();
    return withPauses(steps, pause);
  }
}

/** Given-up work is no failure. */
function ignoreIf(signal: AbortSignal): (error: unknown) => void {
  return (error) => {
    if (!signal.aborted) throw error;
  };
}
