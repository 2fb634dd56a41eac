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
 * Execution providers by their onnxruntime names. `auto` is for whoever starts the engine to resolve, by trials: the engine
 * itself takes the CPU.
 */
export const PROVIDER_CHOICES = ['auto', 'cpu', 'cuda', 'webgpu', 'dml', 'coreml'] as const;
export type ProviderChoice = (typeof PROVIDER_CHOICES)[number];
export type Provider = Exclude<ProviderChoice, 'auto'>;

/** What runs the model, and why nothing else does. */
export interface ProviderReport {
  readonly provider: Provider;
  readonly threads: number;
  /** Those that come before it, in that order. The engine knows of none: whoever chose the provider adds them. */
  readonly rejected: readonly Rejection[];
  /** What there is to know about the provider that was taken, as a sentence. */
  readonly note?: string;
}

/** Why a provider was not taken, as a sentence. */
export interface Rejection {
  readonly provider: Provider;
  readonly reason: string;
}

export interface TrialRequest {
  /** Absolute path of the bundle's folder. */
  readonly bundle: string;
  readonly provider: Provider;
}

/** What a provider makes of a bundle's graphs, on token ids that are made up. */
export interface Trial {
  /** [tokens] nats, of the forward graph with every layer big. */
  readonly forward: Float32Array;
  /** [positions, routes] nats, of one block of the oracle graph; empty where the bundle has no oracle graph. */
  readonly losses: Float32Array;
  /** Routes of each position; 0 where the bundle has no oracle graph. */
  readonly routes: number;
  /** The median of some blocks, or, without an oracle graph, of forward runs. */
  readonly millisecondsPerToken: number;
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

/** Something of a bundle that is right. */
export interface CheckEvent {
  /** In words. */
  readonly found: string;
}

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
  /**
   * Runs a provider on the bundle's graphs, and tells on standard error which operators it places where. What cannot work
   * may take the whole process with it: to be asked of an engine of its own.
   */
  trial: { request: TrialRequest; reply: Trial; event: never };
  /** Checks a bundle and what its graphs make of a short text; what is wrong with it is the failure. */
  check: { request: OpenRequest; reply: null; event: CheckEvent };
  /** A router's own run: no loss table, hence quick. */
  route: { request: RouteRequest; reply: AnalysisEnd; event: RouteEvent };
}
