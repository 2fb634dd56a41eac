import type {
  AnalysisEvent,
  LossesEvent,
  PredictionsEvent,
  RouterEvent,
  TokensEvent,
} from '../core/analysisEvent';
import type { Constraint } from '../core/constraint';
import type { ModelInfo } from '../core/model';
import type { LayerConstraint, ModuleList } from '../core/module';
import type { Search } from '../core/search';

/**
 * Execution providers by their onnxruntime names. `auto` takes CUDA when its libraries are installed beside onnxruntime and
 * load, else the CPU; the others run only when chosen.
 */
export const PROVIDER_CHOICES = ['auto', 'cpu', 'cuda', 'webgpu', 'dml', 'coreml'] as const;
export type ProviderChoice = (typeof PROVIDER_CHOICES)[number];
export type Provider = Exclude<ProviderChoice, 'auto'>;

/** What runs the model, and why nothing else does. */
export interface ProviderReport {
  readonly provider: Provider;
  readonly threads: number;
  /** Those that come before it, in that order; each reason is a sentence. */
  readonly rejected: readonly { readonly provider: Provider; readonly reason: string }[];
}

export interface OpenRequest {
  /** Absolute path of the bundle's folder. */
  readonly bundle: string;
  readonly provider: ProviderChoice;
}

export interface OpenedModel {
  readonly model: ModelInfo;
  readonly provider: ProviderReport;
  /** What each vocabulary id stands for, for display: a token that is no whole UTF-8 text is written like `\xE2\x82`. */
  readonly vocabulary: readonly string[];
}

export interface TextRequest extends OpenRequest {
  readonly text: string;
  /**
   * UTF-16 range: only tokens that overlap it are reported; the text before it is their context. Their losses are those of
   * a run over the whole text.
   */
  readonly selection?: { readonly start: number; readonly end: number };
}

export interface AnalyzeRequest extends TextRequest {
  readonly modules: ModuleList;
  /** Absent: exact where there is a graph for it, else the beam. */
  readonly search?: Search;
  /** Name of the router to run; absent: none. */
  readonly router?: string;
  /**
   * *big*: earlier positions ran all big. *self*: each position keeps the oracle's route under this constraint, left to
   * right; the text before a selection is run too, since it decides what the selected tokens see.
   */
  readonly context:
    { readonly kind: 'big' } | { readonly kind: 'self'; readonly constraint: Constraint };
}

export interface RouteRequest extends TextRequest {
  /** Name of the router to run. */
  readonly router: string;
  /** One entry per layer, lowest first: the router decides where it is `auto`; elsewhere every position takes that module. */
  readonly layers: readonly LayerConstraint[];
}

export interface TokenizeRequest extends OpenRequest {
  readonly text: string;
}

/** A text as the model reads it. */
export interface TokenizedText {
  /** [tokens] */
  readonly ids: Int32Array;
  /** [tokens] UTF-16 offsets, see `Token`. */
  readonly starts: Int32Array;
  readonly ends: Int32Array;
}

/** A part of one window, in *big* context. */
export interface ScoreRequest extends OpenRequest {
  /** [tokens] all that the window holds after its BOS. */
  readonly ids: Int32Array;
  /** Those of them that are asked for: [from, to). */
  readonly from: number;
  readonly to: number;
  readonly modules: ModuleList;
  /** As of an `AnalyzeRequest`. */
  readonly search?: Search;
  /** Name of the router to run; absent: none. */
  readonly router?: string;
}

/** `first` counts from the first token that was asked for. */
export type ScoreEvent = PredictionsEvent | RouterEvent | LossesEvent;

export type RouteEvent = TokensEvent | RouterEvent;

export interface AnalysisEnd {
  /** Of the run, without opening the bundle. */
  readonly seconds: number;
  /** Of what was computed; 0: everything was known before. */
  readonly tokensPerSecond: number;
}

/**
 * The engine's methods: what each takes, returns, and reports on the way. Both ends derive their types from this one
 * interface.
 */
export interface EngineApi {
  open: { request: OpenRequest; reply: OpenedModel; event: never };
  /** Lines that were seen before cost next to nothing, so that an edited text is quickly read again. */
  tokenize: { request: TokenizeRequest; reply: TokenizedText; event: never };
  /** Predictions first, then the router, then the losses block by block. The context of the last window is kept. */
  score: { request: ScoreRequest; reply: null; event: ScoreEvent };
  analyze: { request: AnalyzeRequest; reply: AnalysisEnd; event: AnalysisEvent };
  /** A router's own run: no loss table, hence quick. */
  route: { request: RouteRequest; reply: AnalysisEnd; event: RouteEvent };
}
