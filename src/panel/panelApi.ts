import type { Constraint } from '../core/constraint';
import type { Quantity } from '../core/colourScale';
import type { ModuleList } from '../core/module';
import type { Answer, AnswerHead, Choices } from './answer';
import type { Comparison, KeptRun } from './comparison';
import type { Curve } from './curve';
import type { Face } from './face';
import type { Overview } from './overview';
import type { Part, Parts } from './parts';
import type { RerunRequest, RerunState } from './rerun';
import type { Subject, SubjectHead, TokenColumns } from './subject';
import type { TokenDetail } from './tokenDetail';

/**
 * What the panel asks of its host, which owns the data: the extension, or in a report the page itself. The panel draws and
 * keeps nothing but the state of its own controls.
 */
export interface PanelApi {
  /** Reports everything there is to draw, at once and then whenever it changes, until cancelled. */
  watch: { request: null; reply: null; event: PanelEvent };
  /** Asks another question; `null` goes back to the one that nobody asked. Its answer comes as an event. */
  ask: { request: Constraint | null; reply: null; event: never };
  /** What the editors are coloured by; `null`: automatic, see `EditorColours`. */
  colourBy: { request: Quantity | null; reply: null; event: never };
  /** Shows the analysis with another module list: from what is known where that is enough, else by a new run. */
  useModules: { request: ModuleList; reply: null; event: never };
  /** All that is known of one token, under the question asked last. Fails where its losses are not known. */
  detail: { request: { readonly token: number }; reply: TokenDetail; event: never };
  /** Puts the cursor of the document's editor on a token; `aside`: in another editor beside. */
  reveal: {
    request: { readonly token: number; readonly aside: boolean };
    reply: null;
    event: never;
  };
  /** Runs the model for what the table cannot answer. Progress and results come as events; the last request wins. */
  rerun: { request: RerunRequest; reply: null; event: never };
  cancelRerun: { request: null; reply: null; event: never };
  /** Keeps the run on screen, to compare later ones with it. */
  keep: { request: null; reply: null; event: never };
  /** `compareWith`: the kept run to compare with; `null`: none. */
  compareWith: { request: { readonly id: number | null }; reply: null; event: never };
  discardKept: { request: { readonly id: number }; reply: null; event: never };
  /** Runs one of the host's own commands. */
  perform: { request: HostCommand; reply: null; event: never };
  /** Saves what the panel drew (an SVG or a CSV of a list); the host asks the user where. */
  save: {
    request: { readonly name: string; readonly content: string };
    reply: null;
    event: never;
  };
}

export const HOST_COMMANDS = [
  'openFile',
  'analyze',
  'cancelAnalysis',
  'selectModel',
  'showLog',
  'exportJson',
  'exportCsv',
  'exportReport',
] as const;
export type HostCommand = (typeof HOST_COMMANDS)[number];

/**
 * What there is to draw. Each is whole, replaces the one before, and may come in any order; `revision` ties together what
 * belongs together.
 */
export type PanelContent =
  | SmallContent
  /** `null`: there is nothing to show. */
  | { readonly kind: 'subject'; readonly subject: Subject | null }
  | { readonly kind: 'answer'; readonly answer: Answer };

/**
 * How it travels: what has values for every token comes in parts (why: see `PartSender`), and behind them what makes a whole
 * of them. A page that begins to watch gets all parts. `ContentAssembly` is the page's end of it.
 */
export type PanelEvent =
  | SmallContent
  | { readonly kind: 'tokens'; readonly part: Part<TokenColumns> }
  | { readonly kind: 'subject'; readonly subject: SubjectHead; readonly parts: Parts }
  | { readonly kind: 'subject'; readonly subject: null }
  | { readonly kind: 'choices'; readonly part: Part<Choices> }
  | { readonly kind: 'answer'; readonly answer: AnswerHead; readonly parts: Parts };

type SmallContent =
  | { readonly kind: 'face'; readonly face: Face }
  | { readonly kind: 'curve'; readonly curve: Curve }
  | { readonly kind: 'overview'; readonly overview: Overview }
  /** The token under the cursor of the document's editor; `null`: none. */
  | { readonly kind: 'cursor'; readonly token: number | null }
  | { readonly kind: 'colours'; readonly colours: EditorColours }
  /** Of the analysis that is shown: the last of each kind. */
  | { readonly kind: 'reruns'; readonly reruns: readonly RerunState[] }
  | {
      readonly kind: 'kept';
      readonly kept: readonly KeptRun[];
      readonly comparison: Comparison | null;
    };

/** What the editors of the document are coloured by. */
export interface EditorColours {
  /**
   * What the user chose in the panel; `null`: automatic. Automatic is the setting's quantity until a question is asked, and
   * from then on the shortfall, which follows the budget.
   */
  readonly chosen: Quantity | null;
  readonly shown: Quantity;
}
