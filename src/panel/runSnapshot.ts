import type { Analysis, AnalysisRun, AnalysisSource } from '../core/analysis';
import type { Constraint } from '../core/constraint';
import type { LayerUsage } from '../core/layerUsage';
import { meanOf, orNull } from '../core/means';
import { lossesOf } from '../core/measures';
import type { Answer } from './answer';
import type { Curve } from './curve';
import type { Subject } from './subject';

/** What is on screen: see `Presenter.onScreen`. */
export interface RunOnScreen {
  readonly analysis: Analysis;
  readonly subject: Subject;
  readonly answer: Answer;
  /** Under the same question as the answer; `null` while it is not known. */
  readonly curve: Curve | null;
}

/** All of a run that a comparison needs: plain data, about eight bytes a token instead of a row of the loss table. */
export interface RunSnapshot {
  readonly document: string;
  readonly source: AnalysisSource;
  readonly model: { readonly name: string; readonly sha256: string; readonly layers: number };
  readonly run: AnalysisRun;
  readonly constraint: Constraint;
  /** Number in the document of the first analysed token. */
  readonly firstIndex: number;
  /** [tokens] vocabulary ids. */
  readonly ids: Int32Array;
  /** [tokens] nats of the oracle's route under the question; NaN where there is none or it is not known. */
  readonly losses: Float32Array;
  readonly usage: readonly LayerUsage[] | null;
  readonly curve: Curve | null;
  readonly figures: SnapshotFigures;
}

/** Mean losses are in nats per known token, in the context of the run; `null` where there is none. */
export interface SnapshotFigures {
  /** Tokens with losses. */
  readonly tokens: number;
  readonly oracleLoss: number | null;
  /** Of what is chosen without hindsight under the same question. */
  readonly hindsightFreeLoss: number | null;
  readonly meanBudget: number | null;
  readonly agreement: number | null;
  readonly smallLoss: number | null;
  readonly bigLoss: number | null;
  /** Of the router's routes in the table, and in its own run. */
  readonly routerLoss: number | null;
  readonly routerOwnLoss: number | null;
}

export function snapshotOf({ analysis, subject, answer, curve }: RunOnScreen): RunSnapshot {
  const { source, model, run, router } = subject;
  return {
    document: source.name,
    source,
    model: { name: model.name, sha256: model.sha256, layers: model.layers },
    run,
    constraint: answer.constraint,
    firstIndex: subject.tokens.firstIndex,
    ids: Int32Array.from(analysis.tokens, ({ id }) => id),
    losses: answer.losses.slice(),
    usage: answer.usage,
    curve,
    figures: {
      tokens: subject.tokens.known,
      oracleLoss: answer.meanLoss,
      hindsightFreeLoss: answer.hindsightFree?.meanLoss ?? null,
      meanBudget: answer.meanBudget,
      agreement: answer.agreement,
      smallLoss: uniformLoss(analysis, 'small'),
      bigLoss: uniformLoss(analysis, 'big'),
      routerLoss: router?.meanLoss ?? null,
      routerOwnLoss: router?.ownMeanLoss ?? null,
    },
  };
}

/** Nats per known token with one module at every layer; `null` where the table lacks it or nothing is known. */
function uniformLoss({ table }: Analysis, module: 'small' | 'big'): number | null {
  const route = table.space.uniform(module);
  return route === undefined ? null : orNull(meanOf(lossesOf(table, route)));
}
