import type { Analysis } from '../core/analysis';
import type { Constraint } from '../core/constraint';
import { Failure } from '../core/failure';
import type { CurveQuestion } from '../core/lossCurve';
import { atOnce, withPauses, type Steps } from '../core/steps';
import { answerHead, answerPart, type AnswerHead, type AnswerTally, type Choices } from './answer';
import { curveOf, curveQuestion, isSameCurve, type Curve } from './curve';
import { overviewOf } from './overview';
import type { PanelEvent } from './panelApi';
import { PART_TOKENS, PartSender } from './parts';
import { questionAbout } from './question';
import type { RunOnScreen } from './runSnapshot';
import type { Shown } from './shown';
import {
  subjectHead,
  subjectPart,
  type SubjectHead,
  type SubjectTally,
  type TokenColumns,
} from './subject';
import { detailOf, type TokenDetail } from './tokenDetail';

/**
 * Turns changes of an analysis and of the question into what a panel draws: subject and answer first, at once where they
 * are one part, then curve and overview, one after the other, in steps with pauses between, and only for the newest
 * state. What is told of a long analysis that grows is what has changed: see `PartSender`.
 */
export class Presenter {
  private shown: Shown | null = null;
  /** The same as it was when its subject was begun, however the analysis has gone on. */
  private frozen: Shown | undefined;
  /** What the parts of its subject depend on. */
  private about: readonly unknown[] = [];
  private shownRevision = 0;
  private asked: Constraint | null = null;
  /** What of it was emitted last; of what lacks here nothing was. */
  private told: { subject?: SubjectHead; answer?: AnswerHead; curve?: Curve; overview?: true } = {};
  /** What the curve was begun for last: everything that was asked but the budget. */
  private curveUnder: CurveQuestion | undefined;
  private onAnswered: () => void = () => undefined;
  private readonly subjects: PartSender<TokenColumns, SubjectTally>;
  private readonly answers: PartSender<Choices, AnswerTally>;
  private readonly work: SlowWork;
  /** Curve and overview, as far as they have come. */
  private rest: Steps<void> | undefined;
  private disposed = false;

  constructor(
    private readonly emit: (event: PanelEvent) => void,
    /** Lets the host do something else for a moment. */
    pause: () => Promise<void>,
  ) {
    this.work = new SlowWork(pause);
    this.subjects = new PartSender((part) => {
      emit({ kind: 'tokens', part });
    });
    this.answers = new PartSender((part) => {
      emit({ kind: 'choices', part });
    });
  }

  /** Of the subject emitted last. */
  get revision(): number {
    return this.shownRevision;
  }

  /** What was emitted last, all of it about the same state of the analysis; `undefined`: nothing is shown. */
  get onScreen(): RunOnScreen | undefined {
    const { frozen } = this;
    const { subject, answer, curve = null } = this.told;
    if (frozen === undefined || subject === undefined || answer === undefined) return undefined;
    const losses = joined(this.answers.tallies.map((tally) => tally.losses));
    const { analysis, vocabulary } = frozen;
    return { analysis, vocabulary, subject, answer, losses, curve };
  }

  /**
   * Shows an analysis as it is now, or nothing. Call it again when it has grown: losses that arrive later are not shown
   * before. `onAnswered`: subject and answer are out, unless something else is presented before.
   */
  present(shown: Shown | null, onAnswered: () => void = () => undefined): void {
    if (this.disposed) return;
    this.work.stop();
    this.shownRevision++;
    this.curveUnder = undefined;
    this.told = {};
    this.shown = shown;
    this.frozen = undefined;
    if (shown === null) {
      this.emit({ kind: 'subject', subject: null });
      onAnswered();
      return;
    }
    const { analysis, vocabulary, tolerance } = shown;
    this.about = [analysis, analysis.tokens, vocabulary, tolerance];
    this.onAnswered = onAnswered;
    this.tell(shown);
  }

  /** Asks another question, or with `null` the default one again. It is kept when nothing is shown. */
  ask(question: Constraint | null): void {
    this.asked = question;
    // Else the answer follows the subject, which is on its way.
    if (this.shown === null || this.told.subject === undefined) return;
    delete this.told.answer;
    this.tell(this.shown);
  }

  /** Under the question asked last. Throws Failure('request') when the token's losses are not known. */
  detail(token: number): TokenDetail {
    const shown = this.frozen ?? this.shown;
    if (shown === null) throw new Failure('request', 'No analysis is shown.');
    const { constraint } = questionAbout(this.asked, shown.analysis);
    return detailOf(shown, constraint, token, this.revision);
  }

  /** Nothing is emitted afterwards. */
  dispose(): void {
    this.disposed = true;
    this.work.stop();
    this.shown = null;
    this.frozen = undefined;
  }

  /** Tells what is not told yet. */
  private tell(shown: Shown): void {
    const first = this.first(shown);
    if (shown.analysis.tokens.length <= PART_TOKENS) atOnce(first);
    this.work.start(this.inTurn(first, shown));
  }

  private *inTurn(first: Steps<void>, shown: Shown): Steps<void> {
    yield* first;
    // It begins with a pause: first goes out what has been told.
    this.work.start((this.rest ??= this.slow(this.frozen ?? shown)));
  }

  private *first(growing: Shown): Steps<void> {
    const shown = (this.frozen ??= { ...growing, analysis: asItIsNow(growing.analysis) });
    if (this.told.subject === undefined) yield* this.tellSubject(shown);
    yield;
    yield* this.tellAnswer(shown);
    const { onAnswered } = this;
    this.onAnswered = () => undefined;
    onAnswered();
  }

  private *tellSubject(shown: Shown): Steps<void> {
    const parts = yield* this.subjects.parts(shown.analysis, this.about, (analysis, isFirst) =>
      subjectPart({ ...shown, analysis }, isFirst),
    );
    const subject = subjectHead(shown, this.revision, this.subjects.tallies);
    this.told = { subject };
    this.emit({ kind: 'subject', subject, parts });
  }

  private *tellAnswer({ analysis }: Shown): Steps<void> {
    const question = questionAbout(this.asked, analysis);
    const { constraint } = question;
    this.prepareCurve(curveQuestion(constraint));
    const about = [...this.about, JSON.stringify(constraint)];
    const parts = yield* this.answers.parts(analysis, about, (part) =>
      answerPart(part, constraint),
    );
    const answer = answerHead(analysis, question, this.revision, this.answers.tallies);
    this.told.answer = answer;
    this.emit({ kind: 'answer', answer, parts });
  }

  /** What has been made of another curve is of no use. */
  private prepareCurve(under: CurveQuestion): void {
    if (this.curveUnder !== undefined && isSameCurve(this.curveUnder, under)) return;
    this.curveUnder = under;
    this.rest = undefined;
    delete this.told.curve;
  }

  private *slow({ analysis }: Shown): Steps<void> {
    const { revision, curveUnder } = this;
    if (curveUnder !== undefined) {
      const curve = yield* curveOf(analysis, curveUnder, revision);
      this.told.curve = curve;
      this.emit({ kind: 'curve', curve });
    }
    if (this.told.overview === true) return;
    const overview = yield* overviewOf(analysis, revision);
    this.told.overview = true;
    this.emit({ kind: 'overview', overview });
  }
}

function joined(losses: readonly Float32Array[]): Float32Array {
  const all = new Float32Array(losses.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of losses) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** Its tokens with what is known of them now, however the analysis goes on. */
function asItIsNow(analysis: Analysis): Analysis {
  return analysis.slice(0, analysis.tokens.length);
}

/** Work that goes on until other work takes its place. */
class SlowWork {
  private running = new AbortController();

  constructor(private readonly pause: () => Promise<void>) {}

  start(steps: Steps<void>): void {
    this.stop();
    const { signal } = this.running;
    void this.run(steps, signal).catch(ignoreIf(signal));
  }

  stop(): void {
    this.running.abort();
    this.running = new AbortController();
  }

  private async run(steps: Steps<void>, signal: AbortSignal): Promise<void> {
    const pause = async (): Promise<void> => {
      await this.pause();
      signal.throwIfAborted();
    };
    // What is quick goes out before any of this begins.
    await pause();
    await withPauses(steps, pause);
  }
}

/** Given-up work is no failure. */
function ignoreIf(signal: AbortSignal): (error: unknown) => void {
  return (error) => {
    if (!signal.aborted) throw error;
  };
}
