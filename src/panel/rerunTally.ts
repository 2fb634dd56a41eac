import type { Analysis } from '../core/analysis';
import type { AnalysisEvent, LossesEvent, RouterEvent } from '../core/analysisEvent';
import type { Constraint } from '../core/constraint';
import { meanBudget, type LayerUsage } from '../core/layerUsage';
import { LossTable } from '../core/lossTable';
import { orNull } from '../core/means';
import { MODULES, type Module } from '../core/module';
import type { RerunRequest, RerunState } from './rerun';

/** The part of a rerun's state that is counted. */
export type RerunFigures = Pick<
  RerunState,
  | 'known'
  | 'tokens'
  | 'compared'
  | 'promised'
  | 'hindsightFree'
  | 'reached'
  | 'meanBudget'
  | 'usage'
>;

/**
 * Adds up what a rerun reaches and what the analysis on screen promised for it, as the events of the rerun arrive. It keeps
 * sums only: a long text has hundreds of thousands of tokens, and the state of a rerun is asked for several times a second.
 */
export class RerunTally {
  /** Of the oracle, in *self* context. */
  private readonly admissible: Int32Array;
  /** Tokens that the rerun has reached. */
  private reachedTokens = 0;
  private compared = 0;
  /** Nats. The first over all tokens, the others over those that are compared. */
  private readonly sums = { reached: 0, comparedReached: 0, promised: 0, hindsightFree: 0 };
  /** By layer and module. */
  private readonly counts: Record<Module, number>[];

  /** `shown` is the analysis on screen; the rerun must be of the same tokens. */
  constructor(
    private readonly shown: Analysis,
    private readonly request: RerunRequest,
    private readonly constraint: Constraint,
  ) {
    this.admissible = shown.table.space.admissible(constraint);
    this.counts = Array.from({ length: shown.model.layers }, () => ({ skip: 0, small: 0, big: 0 }));
  }

  /** How many tokens the rerun has reached. */
  get known(): number {
    return this.reachedTokens;
  }

  take(event: AnalysisEvent): void {
    if (event.kind === 'losses' && this.request.kind === 'self') this.takeLosses(event);
    if (event.kind === 'router' && this.request.kind === 'router') this.takeRoutes(event);
  }

  figures(): RerunFigures {
    const { known, compared, sums } = this;
    const usage = known === 0 ? null : this.usage();
    return {
      known,
      tokens: this.shown.tokens.length,
      compared,
      promised: orNull(sums.promised / compared),
      hindsightFree: orNull(sums.hindsightFree / compared),
      reached: orNull(compared > 0 ? sums.comparedReached / compared : sums.reached / known),
      meanBudget: usage && meanBudget(usage),
      usage,
    };
  }

  private usage(): LayerUsage[] {
    return this.counts.map(({ skip, small, big }) => ({
      skip: skip / this.known,
      small: small / this.known,
      big: big / this.known,
    }));
  }

  /** The run's positions keep what is best among the admissible routes; so does the promise, each in its own context. */
  private takeLosses({ first, losses }: LossesEvent): void {
    const { space } = this.shown.table;
    const rows = new LossTable(space, losses.length / space.count);
    rows.setRows(0, losses);
    for (let row = 0; row < rows.tokens; row++) {
      const route = rows.bestOf(row, this.admissible);
      if (route < 0) continue;
      const promised = this.shown.table.bestOf(first + row, this.admissible);
      const unseen = this.shown.expected?.bestOf(first + row, this.admissible);
      this.add(first + row, space.modulesOf(route), rows.loss(row, route), promised, unseen);
    }
  }

  private takeRoutes({ first, routes, ownLoss }: RouterEvent): void {
    const { layers } = this.shown.model;
    for (const [at, loss] of ownLoss.entries()) {
      const choices = routes.subarray(at * layers, (at + 1) * layers);
      const modules = Array.from(choices, (choice) => MODULES[choice] ?? 'skip');
      const promised = this.shown.table.space.routeOf(this.foretold(first + at, modules));
      this.add(first + at, modules, loss, promised ?? -1);
    }
  }

  /**
   * What the router would take for all that the analysis tells: its decisions there, with the forced layers put in their
   * place. Of a router that the analysis did not run nothing is told: then what it took now.
   */
  private foretold(token: number, taken: readonly Module[]): readonly Module[] {
    const { shown, request, constraint } = this;
    const isShown = request.kind === 'router' && request.router === shown.run.router;
    const decided = isShown ? shown.routerRoute(token) : undefined;
    if (decided === undefined) return taken;
    return decided.map((module, layer) => {
      const wanted = constraint.layers[layer] ?? 'auto';
      return wanted === 'auto' ? module : wanted;
    });
  }

  /** `promised`, and `unseen`, which is chosen without hindsight, are routes of the table; -1 where it has none. */
  private add(
    token: number,
    taken: readonly Module[],
    loss: number,
    promised: number,
    unseen = -1,
  ): void {
    this.reachedTokens++;
    this.sums.reached += loss;
    for (const [layer, module] of taken.entries()) {
      const count = this.counts[layer];
      if (count) count[module]++;
    }
    const promise = this.shown.table.loss(token, promised);
    if (Number.isNaN(promise)) return;
    this.compared++;
    this.sums.comparedReached += loss;
    this.sums.promised += promise;
    this.sums.hindsightFree += this.shown.table.loss(token, unseen);
  }
}
