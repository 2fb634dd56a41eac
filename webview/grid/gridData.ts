import type { Module } from '../../src/core/module';
import type { Answer } from '../../src/panel/answer';
import type { Subject } from '../../src/panel/subject';
import { routeSpaceOf } from '../routeSpaceOf';
import { countValues, differenceCells, moduleAt, routeCells, type Cells } from './cells';
import type { TokenRange } from './geometry';
import type { CellFacts } from './gridWords';
import type { GridShows } from './looks';
import type { GridPlace } from './place';

/** The cells of a subject under one answer, and what can be said of each. */
export class GridData {
  readonly layers: number;
  readonly oracle: Cells;
  readonly router: Cells;
  private differs: Cells | undefined;

  constructor(
    readonly subject: Subject,
    /** `null`: not there yet, so no oracle is known. */
    readonly answer: Answer | null,
    /** Tokens from this one on are stale. */
    readonly freshTokens: number,
  ) {
    const { count, routerModules } = subject.tokens;
    this.layers = subject.model.layers;
    const routes = answer?.routes ?? new Int32Array(count).fill(-1);
    this.oracle = routeCells(routes, routeSpaceOf(subject));
    this.router = routerModules;
  }

  /** Made when somebody looks at it. */
  get difference(): Cells {
    this.differs ??= differenceCells(this.oracle, this.router);
    return this.differs;
  }

  /** Those of the table and of the router. */
  get modules(): ReadonlySet<Module> {
    const { run, model } = this.subject;
    const router = model.routers.find(({ name }) => name === run.router);
    return new Set([...run.modules, ...(router?.modules ?? [])]);
  }

  cells(shows: GridShows): Cells {
    return this[shows];
  }

  factsAt({ token, layer }: GridPlace): CellFacts {
    const { tokens } = this.subject;
    const at = token * this.layers + layer;
    const difficulty = tokens.difficulty[token] ?? Number.NaN;
    return {
      text: tokens.texts[token] ?? '',
      number: this.numberOf(token),
      layer,
      oracle: moduleAt(this.oracle, at),
      router: this.subject.router === null ? null : moduleAt(this.router, at),
      difficulty: Number.isNaN(difficulty) ? undefined : difficulty,
      stale: token >= this.freshTokens,
    };
  }

  count(shows: GridShows, layer: number, { first, end }: TokenRange) {
    return countValues(this.cells(shows), this.layers, layer, first, end);
  }

  /** As people count the tokens of the document. */
  numberOf(token: number): number {
    return this.subject.tokens.firstIndex + token + 1;
  }

  /** Of several tokens the one that stands out in the profile above them. */
  hardest({ first, end }: TokenRange): number {
    const { difficulty } = this.subject.tokens;
    let hardest = first;
    for (let token = first + 1; token < end; token++) {
      const value = difficulty[token] ?? Number.NaN;
      const most = difficulty[hardest] ?? Number.NaN;
      if (value > most || Number.isNaN(most)) hardest = token;
    }
    return hardest;
  }
}
