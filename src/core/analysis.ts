import type { AnalysisEvent, TokensEvent } from './analysisEvent';
import type { Constraint } from './constraint';
import { LossTable } from './lossTable';
import type { ModelInfo } from './model';
import { MODULES, UNKNOWN_MODULE, type Module, type ModuleList } from './module';
import { Predictions, type Prediction } from './predictions';
import type { ResultBlock, RoutedBlock, TokenResults } from './resultBlock';
import { restrictedTable } from './restriction';
import { RouteSpace } from './routes';
import { searchFor, type Search } from './search';
import { stretches } from './stretches';
import { TokenList } from './tokenList';
import type { Window } from './windows';

/** The analysed text, by what identifies it. */
export interface AnalysisSource {
  readonly name: string;
  /** UTF-16 code units. */
  readonly length: number;
  /** Of the text as UTF-8, lower-case hexadecimal; lone surrogates count as U+FFFD. */
  readonly sha256: string;
}

/** What was run; only a new run can change it. */
export interface AnalysisRun {
  readonly modules: ModuleList;
  /** Name of the router that runs; `undefined`: none. */
  readonly router: string | undefined;
  /** What was wished for; `Analysis.search` is what it led to. Absent: exact, where there is a graph for it. */
  readonly search?: Search;
  readonly context:
    { readonly kind: 'big' } | { readonly kind: 'self'; readonly constraint: Constraint };
}

/**
 * What the engine has found out about a text so far. It grows by `apply` and answers for the tokens whose events have
 * arrived. Token numbers count from the first analysed token, like rows of the table.
 */
export class Analysis {
  /** Empty until the tokens have arrived. */
  tokens = TokenList.EMPTY;
  /** In which the text is read. */
  windows: readonly Window[] = [];
  /** [tokens] the router's routes as indices into the table; -1 where not known, or where the table lacks a module of it. */
  routerRoutes = new Int32Array();
  /** What the all-big model expects each route to lose, in the shape of the table; `undefined` of a run that does not say it. */
  expected: LossTable | undefined;
  private arrived = false;
  /** [tokens, layers] what the router chose, index into MODULES; UNKNOWN_MODULE where it has not been. */
  routerModules = new Uint8Array();
  /** [tokens] nats in the router's own run; NaN until known. */
  ownLosses = new Float32Array();
  private predicted = Predictions.of(0);

  /** `table`: of parts of another analysis; or an empty one that says where losses are to be kept. */
  constructor(
    readonly model: ModelInfo,
    readonly source: AnalysisSource,
    readonly run: AnalysisRun,
    public table = new LossTable(new RouteSpace(run.modules, model.layers), 0),
  ) {}

  /** How the routes in the table were found. */
  get search(): Search {
    const { context, modules, search } = this.run;
    if (context.kind === 'self') return 'exact';
    return searchFor(this.model, modules, search) ?? 'exact';
  }

  /** Tokens whose losses are known. */
  get knownCount(): number {
    return this.table.knownCount;
  }

  /** Everything that was asked for has arrived. */
  get complete(): boolean {
    if (!this.arrived || this.knownCount < this.tokens.length) return false;
    return this.run.router === undefined || !this.ownLosses.some(Number.isNaN);
  }

  apply(event: AnalysisEvent): void {
    switch (event.kind) {
      case 'tokens':
        this.begin(event);
        break;
      case 'predictions':
        this.predicted.apply(event);
        break;
      case 'router':
        this.routerModules.set(event.routes, event.first * this.model.layers);
        this.ownLosses.set(event.ownLoss, event.first);
        this.findRouterRoutes(event.first, event.first + event.ownLoss.length);
        break;
      case 'losses':
        this.table.setRows(event.first, event.losses);
        if (event.expected !== undefined) {
          this.expectedTable().setRows(event.first, event.expected);
        }
        break;
    }
  }

  /**
   * All there is to know of tokens [first, end), whose losses arrived together; `undefined` unless it is known of each of them.
   */
  results(first: number, end: number): ResultBlock | undefined {
    const losses = this.table.blockAt(first);
    const predictions = this.predicted.part(first, end);
    const router = this.routed(first, end);
    if (losses === undefined || predictions === undefined) return undefined;
    if (this.run.router !== undefined && router === undefined) return undefined;
    return { losses, expected: this.expected?.blockAt(first), predictions, router };
  }

  /** Takes over what another run of the same model, modules and router found out about a token. */
  adopt(token: number, { block, at }: TokenResults): void {
    const { losses, expected, predictions, router } = block;
    this.table.setRow(token, losses, at);
    if (expected !== undefined) this.expectedTable().setRow(token, expected, at);
    this.predicted.adopt(token, predictions, at);
    if (router === undefined) return;
    const { layers } = this.model;
    for (let layer = 0; layer < layers; layer++) {
      this.routerModules[token * layers + layer] = router.modules[at * layers + layer] ?? 0;
    }
    this.routerRoutes[token] = router.routes[at] ?? -1;
    this.ownLosses[token] = router.ownLosses[at] ?? Number.NaN;
  }

  /** Lowest layer first; `undefined` when no router ran or it has not reached the token. */
  routerRoute(token: number): readonly Module[] | undefined {
    if (this.ownLoss(token) === undefined) return undefined;
    const { layers } = this.model;
    const choices = this.routerModules.subarray(token * layers, (token + 1) * layers);
    return Array.from(choices, (choice) => MODULES[choice] ?? 'skip');
  }

  /** Nats in the router's own run, where earlier positions took the router's routes as well. */
  ownLoss(token: number): number | undefined {
    const loss = this.ownLosses[token] ?? Number.NaN;
    return Number.isNaN(loss) ? undefined : loss;
  }

  /** The model's most likely tokens in this token's place, likeliest first; empty until known. */
  predictions(token: number): Prediction[] {
    return this.predicted.at(token);
  }

  /** The difficulty, in nats, that the all-big model foresaw without the token; `undefined` until known or when it has no such head. */
  predictedDifficulty(token: number): number | undefined {
    return this.predicted.difficulty(token);
  }

  /** [tokens] the same of all; NaN for `undefined`. A view, not a copy. */
  get predictedDifficulties(): Float32Array {
    return this.predicted.difficulties;
  }

  /**
   * Tokens [first, end) as an analysis of their own: a view, so that a question about a few tokens costs only their share,
   * however long the document is. Losses that arrive later do not become known to it.
   */
  slice(first: number, end: number): Analysis {
    const { layers } = this.model;
    const table = this.table.slice(first, end);
    const part = new Analysis(this.model, this.source, this.run, table);
    part.arrived = this.arrived;
    part.tokens = this.tokens.slice(first, end);
    part.windows = this.windows;
    part.routerModules = this.routerModules.subarray(first * layers, end * layers);
    part.routerRoutes = this.routerRoutes.subarray(first, end);
    part.ownLosses = this.ownLosses.subarray(first, end);
    part.predicted = this.predicted.slice(first, end);
    part.expected = this.expected?.slice(first, end);
    return part;
  }

  /**
   * The same tokens under fewer modules: what is known now, as an analysis of that module list would say it, without a
   * model run. The router stays the one that ran. Throws RangeError when the run lacks one of the modules.
   */
  restrictedTo(modules: ModuleList): Analysis {
    const run = { ...this.run, modules };
    const part = new Analysis(this.model, this.source, run, restrictedTable(this.table, modules));
    part.arrived = this.arrived;
    part.tokens = this.tokens;
    part.windows = this.windows;
    part.routerModules = this.routerModules.slice();
    part.ownLosses = this.ownLosses.slice();
    part.predicted = this.predicted.copy();
    part.expected = this.expected && restrictedTable(this.expected, modules);
    part.routerRoutes = new Int32Array(this.tokens.length).fill(-1);
    part.findRouterRoutes(0, this.tokens.length);
    return part;
  }

  /**
   * What has arrived, as events again: applied to a new analysis of the same model, source and run they make it equal to
   * this one. Their arrays are views.
   */
  *events(): Generator<AnalysisEvent> {
    if (!this.arrived) return;
    yield { kind: 'tokens', ...this.tokens.columns(), windows: this.windows };
    yield* this.predicted.events();
    const routed = (token: number): boolean => this.ownLoss(token) !== undefined;
    for (const [first, end] of stretches(this.tokens.length, routed)) {
      const { layers } = this.model;
      const routes = this.routerModules.subarray(first * layers, end * layers);
      yield { kind: 'router', first, routes, ownLoss: this.ownLosses.subarray(first, end) };
    }
    yield* this.lossesEvents();
  }

  private *lossesEvents(): Generator<AnalysisEvent> {
    const { table, expected } = this;
    for (const said of [true, false]) {
      const alike = (token: number): boolean =>
        table.isKnown(token) && (expected?.isKnown(token) === true) === said;
      for (const [first, end] of stretches(this.tokens.length, alike)) {
        const event = { kind: 'losses', first, losses: table.rows(first, end) } as const;
        yield expected && said ? { ...event, expected: expected.rows(first, end) } : event;
      }
    }
  }

  private expectedTable(): LossTable {
    return (this.expected ??= this.table.emptied(this.tokens.length));
  }

  private routed(first: number, end: number): RoutedBlock | undefined {
    const ownLosses = this.ownLosses.slice(first, end);
    if (ownLosses.some(Number.isNaN)) return undefined;
    const { layers } = this.model;
    return {
      modules: this.routerModules.slice(first * layers, end * layers),
      routes: this.routerRoutes.slice(first, end),
      ownLosses,
    };
  }

  private findRouterRoutes(first: number, end: number): void {
    for (let token = first; token < end; token++) {
      const modules = this.routerRoute(token) ?? [];
      this.routerRoutes[token] = this.table.space.routeOf(modules) ?? -1;
    }
  }

  private begin({ firstIndex, ids, starts, ends, windows }: TokensEvent): void {
    const { length } = ids;
    this.tokens = new TokenList(firstIndex, ids, starts, ends);
    this.windows = windows;
    this.arrived = true;
    this.table = this.table.emptied(length);
    this.routerModules = new Uint8Array(length * this.model.layers).fill(UNKNOWN_MODULE);
    this.routerRoutes = new Int32Array(length).fill(-1);
    this.ownLosses = new Float32Array(length).fill(Number.NaN);
    this.predicted = Predictions.of(length);
    this.expected = undefined;
  }
}
