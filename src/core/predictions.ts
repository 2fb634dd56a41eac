import { PREDICTIONS_PER_TOKEN, type PredictionsEvent } from './analysisEvent';
import type { ResultBlock } from './resultBlock';
import { stretches } from './stretches';

export interface Prediction {
  readonly id: number;
  /** Between 0 and 1. */
  readonly probability: number;
}

/** What the all-big model says at each predictor: its likeliest tokens, and how hard it thinks the token will be. */
export class Predictions {
  private constructor(
    /** [tokens] 1 where known. */
    private readonly known: Uint8Array,
    /** [tokens, PREDICTIONS_PER_TOKEN] */
    private readonly ids: Int32Array,
    /** Same shape; natural logarithms. */
    private readonly logs: Float32Array,
    /** [tokens] nats; NaN where not known, and where the model does not say it. */
    readonly difficulties: Float32Array,
  ) {}

  /** None known yet. */
  static of(tokens: number): Predictions {
    return new Predictions(
      new Uint8Array(tokens),
      new Int32Array(tokens * PREDICTIONS_PER_TOKEN),
      new Float32Array(tokens * PREDICTIONS_PER_TOKEN),
      new Float32Array(tokens).fill(Number.NaN),
    );
  }

  apply({ first, ids, logProbabilities, predictedDifficulty }: PredictionsEvent): void {
    this.known.fill(1, first, first + ids.length / PREDICTIONS_PER_TOKEN);
    this.ids.set(ids, first * PREDICTIONS_PER_TOKEN);
    this.logs.set(logProbabilities, first * PREDICTIONS_PER_TOKEN);
    if (predictedDifficulty !== undefined) this.difficulties.set(predictedDifficulty, first);
  }

  /** What is known of tokens [first, end): a copy; `undefined` unless all is. */
  part(first: number, end: number): ResultBlock['predictions'] | undefined {
    if (!this.known.subarray(first, end).every((known) => known === 1)) return undefined;
    const range = [first * PREDICTIONS_PER_TOKEN, end * PREDICTIONS_PER_TOKEN] as const;
    const said = this.difficulty(first) !== undefined;
    return {
      ids: this.ids.slice(...range),
      logProbabilities: this.logs.slice(...range),
      ...(said && { predictedDifficulty: this.difficulties.slice(first, end) }),
    };
  }

  /** Takes over number `at` of such a part. */
  adopt(
    token: number,
    { ids, logProbabilities, predictedDifficulty }: ResultBlock['predictions'],
    at: number,
  ): void {
    this.known[token] = 1;
    for (let rank = 0; rank < PREDICTIONS_PER_TOKEN; rank++) {
      const to = token * PREDICTIONS_PER_TOKEN + rank;
      this.ids[to] = ids[at * PREDICTIONS_PER_TOKEN + rank] ?? -1;
      this.logs[to] = logProbabilities[at * PREDICTIONS_PER_TOKEN + rank] ?? Number.NaN;
    }
    this.difficulties[token] = predictedDifficulty?.[at] ?? Number.NaN;
  }

  /** The likeliest tokens, likeliest first; empty until known. */
  at(token: number): Prediction[] {
    if (this.known[token] !== 1) return [];
    const first = token * PREDICTIONS_PER_TOKEN;
    const logs = this.logs.subarray(first, first + PREDICTIONS_PER_TOKEN);
    return Array.from(logs, (log, rank) => ({
      id: this.ids[first + rank] ?? -1,
      probability: Math.exp(log),
    }));
  }

  /** Nats; `undefined` until known, and when the model does not say it. */
  difficulty(token: number): number | undefined {
    const nats = this.difficulties[token] ?? Number.NaN;
    return Number.isNaN(nats) ? undefined : nats;
  }

  /** Tokens [first, end): a view, not a copy. */
  slice(first: number, end: number): Predictions {
    const range = [first * PREDICTIONS_PER_TOKEN, end * PREDICTIONS_PER_TOKEN] as const;
    return new Predictions(
      this.known.subarray(first, end),
      this.ids.subarray(...range),
      this.logs.subarray(...range),
      this.difficulties.subarray(first, end),
    );
  }

  copy(): Predictions {
    return new Predictions(
      this.known.slice(),
      this.ids.slice(),
      this.logs.slice(),
      this.difficulties.slice(),
    );
  }

  /** What is known, as events again; their arrays are views. */
  *events(): Generator<PredictionsEvent> {
    for (const said of [true, false]) {
      const alike = (token: number): boolean =>
        this.known[token] === 1 && (this.difficulty(token) !== undefined) === said;
      for (const [first, end] of stretches(this.known.length, alike)) {
        const { ids, logs, difficulties } = this.slice(first, end);
        const event = { kind: 'predictions', first, ids, logProbabilities: logs } as const;
        yield said ? { ...event, predictedDifficulty: difficulties } : event;
      }
    }
  }
}
