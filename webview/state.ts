import type { Constraint } from '../src/core/constraint';
import type { Answer } from '../src/panel/answer';
import type { Comparison, KeptRun } from '../src/panel/comparison';
import type { Curve } from '../src/panel/curve';
import type { Face } from '../src/panel/face';
import type { Overview } from '../src/panel/overview';
import type { EditorColours, PanelContent } from '../src/panel/panelApi';
import type { RerunState } from '../src/panel/rerun';
import { sameQuestion } from '../src/panel/questionInWords';
import type { Subject } from '../src/panel/subject';
import { ranking } from './lists/ranking';
import type { Memory } from './memory';
import { parseUiState, type UiState } from './uiState';

/** All that views draw from: what the host has sent last, and what the user did to the panel's own controls. */
export interface PanelState {
  readonly face: Face | null;
  readonly subject: Subject | null;
  /** Parts of another revision than the subject's are dropped: a view never sees what does not belong together. */
  readonly answer: Answer | null;
  /** The question as the user's hands have left it, while the host's answer to it is not here; else `null`. */
  readonly draft: Draft | null;
  readonly curve: Curve | null;
  readonly overview: Overview | null;
  readonly colours: EditorColours | null;
  readonly reruns: readonly RerunState[];
  readonly kept: readonly KeptRun[];
  readonly comparison: Comparison | null;
  /** The token that the panel is on: the pinned one, else the one clicked or under the editor's cursor last. */
  readonly token: number | null;
  /** The token that the panel would be on if none were pinned. */
  readonly followed: number | null;
  readonly ui: UiState;
  /** Changes when colours and fonts have to be read again. */
  readonly theme: number;
}

export interface Draft {
  readonly question: Constraint;
  /** The host has it, so its next answer is to this question or to a later one. */
  readonly delivered: boolean;
}

/** The question that controls show: what the user has done last, before the host knows. */
export function questionOf({ draft, answer }: PanelState): Constraint | null {
  return draft?.question ?? answer?.constraint ?? null;
}

/** The token that the panel stays on; `null`: none of this text. */
export function pinnedToken({ ui, subject }: Pick<PanelState, 'ui' | 'subject'>): number | null {
  const { pinned } = ui;
  if (pinned === null || subject === null || pinned.text !== textKey(subject)) return null;
  return pinned.token < subject.tokens.count ? pinned.token : null;
}

/** In which tokens have the same numbers: a text, analysed from the same token on. */
function textKey({ source, tokens }: Subject): string {
  return `${source.sha256} ${tokens.firstIndex}`;
}

/** The panel's state and its changes; tells one listener, who draws. */
export class Store {
  private current: PanelState;
  private listener: (() => void) | undefined;

  constructor(private readonly memory: Memory) {
    this.current = {
      face: null,
      subject: null,
      answer: null,
      draft: null,
      curve: null,
      overview: null,
      colours: null,
      reruns: [],
      kept: [],
      comparison: null,
      token: null,
      followed: null,
      ui: parseUiState(memory.read()),
      theme: 0,
    };
  }

  get state(): PanelState {
    return this.current;
  }

  onChange(listener: () => void): void {
    this.listener = listener;
  }

  apply(event: PanelContent): void {
    this.set(partOf(event, this.current));
  }

  beginDraft(question: Constraint | null): void {
    this.set({ draft: question === null ? null : { question, delivered: false } });
  }

  /** The host has the newest question, or it failed to take it. */
  endDraft(delivered: boolean): void {
    const { draft, answer } = this.current;
    if (draft === null) return;
    const answered = answer !== null && sameQuestion(answer.constraint, draft.question);
    this.set({ draft: delivered && !answered ? { ...draft, delivered } : null });
  }

  /** Moves the panel to a token, unless another one is pinned. */
  select(token: number): void {
    this.set(followedTo(token, this.current));
  }

  /** Keeps the panel on a token; `null`: on none, so that it goes back to the one that it would be on. */
  pin(token: number | null): void {
    const { subject, followed } = this.current;
    if (subject === null) return;
    this.changeUi({ pinned: token === null ? null : { token, text: textKey(subject) } });
    this.set({ token: token ?? followed ?? this.current.token });
  }

  changeUi(change: Partial<UiState>): void {
    const ui = { ...this.current.ui, ...change };
    this.memory.write(ui);
    this.set({ ui });
  }

  themeChanged(): void {
    this.set({ theme: this.current.theme + 1 });
  }

  private set(change: Partial<PanelState>): void {
    this.current = { ...this.current, ...change };
    this.listener?.();
  }
}

function partOf(event: PanelContent, state: PanelState): Partial<PanelState> {
  const { subject, draft } = state;
  switch (event.kind) {
    case 'face':
      return { face: event.face };
    case 'subject':
      return withSubject(event.subject, state);
    case 'answer':
      return event.answer.revision === subject?.revision ? withAnswer(event.answer, draft) : {};
    case 'curve':
      return event.curve.revision === subject?.revision ? { curve: event.curve } : {};
    case 'overview':
      return event.overview.revision === subject?.revision ? { overview: event.overview } : {};
    case 'colours':
      return { colours: event.colours };
    case 'reruns':
      return { reruns: event.reruns };
    case 'kept':
      return { kept: event.kept, comparison: event.comparison };
    case 'cursor':
      return event.token === null ? {} : followedTo(event.token, state);
  }
}

function followedTo(token: number, state: PanelState): Pick<PanelState, 'token' | 'followed'> {
  return { token: pinnedToken(state) ?? token, followed: token };
}

function withAnswer(answer: Answer, draft: Draft | null): Partial<PanelState> {
  const open =
    draft !== null && !draft.delivered && !sameQuestion(answer.constraint, draft.question);
  return { answer, draft: open ? draft : null };
}

/** What belonged to the subject before goes with it; the token stays while it is the same text, and a pinned one comes back. */
function withSubject(
  subject: Subject | null,
  { subject: before, token, followed, ui, face }: PanelState,
): Partial<PanelState> {
  const parts = { subject, answer: null, curve: null, overview: null, comparison: null };
  if (subject === null || before === null || textKey(subject) !== textKey(before)) {
    // Where no editor has a cursor, there is something to see all the same.
    const first = subject !== null && face?.abilities.reveal === false ? hardest(subject) : null;
    const on = pinnedToken({ ui, subject }) ?? first;
    return { ...parts, token: on, followed: first, draft: null, reruns: [] };
  }
  const still = (each: number | null): number | null =>
    each !== null && each < subject.tokens.count ? each : null;
  return { ...parts, token: still(token), followed: still(followed) };
}

function hardest({ tokens }: Subject): number | null {
  return ranking(tokens, 'difficulty')[0] ?? null;
}
