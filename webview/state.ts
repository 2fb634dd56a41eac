import type { Constraint } from '../src/core/constraint';
import type { Answer } from '../src/panel/answer';
import type { Comparison, KeptRun } from '../src/panel/comparison';
import type { Curve } from '../src/panel/curve';
import type { Face } from '../src/panel/face';
import type { Overview } from '../src/panel/overview';
import type { EditorColours, PanelEvent } from '../src/panel/panelApi';
import type { RerunState } from '../src/panel/rerun';
import { sameQuestion } from '../src/panel/questionInWords';
import type { Subject } from '../src/panel/subject';
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
  readonly rerun: RerunState | null;
  readonly kept: readonly KeptRun[];
  readonly comparison: Comparison | null;
  /** The token that the panel is on: the pinned one, else the one clicked or under the editor's cursor last. */
  readonly token: number | null;
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
      rerun: null,
      kept: [],
      comparison: null,
      token: null,
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

  apply(event: PanelEvent): void {
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
  select(token: number | null): void {
    this.set({ token: this.current.ui.pinned ?? token });
  }

  changeUi(change: Partial<UiState>): void {
    const ui = { ...this.current.ui, ...change };
    this.memory.write(ui);
    this.set({ ui, token: ui.pinned ?? this.current.token });
  }

  themeChanged(): void {
    this.set({ theme: this.current.theme + 1 });
  }

  private set(change: Partial<PanelState>): void {
    this.current = { ...this.current, ...change };
    this.listener?.();
  }
}

function partOf(event: PanelEvent, { subject, token, ui, draft }: PanelState): Partial<PanelState> {
  switch (event.kind) {
    case 'face':
      return { face: event.face };
    case 'subject':
      return withSubject(event.subject, subject, token, ui);
    case 'answer':
      return event.answer.revision === subject?.revision ? withAnswer(event.answer, draft) : {};
    case 'curve':
      return event.curve.revision === subject?.revision ? { curve: event.curve } : {};
    case 'overview':
      return event.overview.revision === subject?.revision ? { overview: event.overview } : {};
    case 'colours':
      return { colours: event.colours };
    case 'rerun':
      return { rerun: event.rerun };
    case 'kept':
      return { kept: event.kept, comparison: event.comparison };
    case 'cursor':
      return event.token === null ? {} : { token: ui.pinned ?? event.token };
  }
}

function withAnswer(answer: Answer, draft: Draft | null): Partial<PanelState> {
  const open =
    draft !== null && !draft.delivered && !sameQuestion(answer.constraint, draft.question);
  return { answer, draft: open ? draft : null };
}

/** What belonged to the subject before goes with it; the token stays while it is the same text. */
function withSubject(
  subject: Subject | null,
  before: Subject | null,
  token: number | null,
  ui: UiState,
): Partial<PanelState> {
  const sameText = subject?.source.sha256 === before?.source.sha256;
  return {
    subject,
    answer: null,
    curve: null,
    overview: null,
    comparison: null,
    ...(sameText ? {} : { token: null, draft: null, rerun: null, ui: { ...ui, pinned: null } }),
    ...(sameText && subject !== null && (token ?? 0) >= subject.tokens.count
      ? { token: null }
      : {}),
  };
}
