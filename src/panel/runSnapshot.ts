import type { Analysis, AnalysisRun, AnalysisSource } from '../core/analysis';
import type { Constraint } from '../core/constraint';
import type { LayerUsage } from '../core/layerUsage';
import type { AnswerHead } from './answer';
import type { Curve } from './curve';
import type { SubjectHead } from './subject';

/** What is on screen: see `Presenter.onScreen`. */
export interface RunOnScreen {
  readonly analysis: Analysis;
  /** What each vocabulary id stands for, for display. */
  readonly vocabulary: readonly string[];
  readonly subject: SubjectHead;
  readonly answer: AnswerHead;
  /** [tokens] nats of the oracle's routes; NaN where there is none or it is not known. */
  readonly losses: Float32Array;
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

export function snapshotOf(onScreen: RunOnScreen): RunSnapshot {
  const { analysis, subject, answer, losses, curve } = onScreen;
  const { source, model, run, router } = subject;
  return {
    document: source.name,
    source,
    model: { name: model.name, sha256: model.sha256, layers: model.layers },
    run,
    constraint: answer.constraint,
    firstIndex: subject.tokens.firstIndex,
    ids: analysis.tokens.columns().ids.slice(),
    losses,
    usage: answer.usage,
    curve,
    figures: {
      tokens: subject.tokens.known,
      oracleLoss: answer.meanLoss,
      hindsightFreeLoss: answer.hindsightFree?.meanLoss ?? null,
      meanBudget: answer.meanBudget,
      agreement: answer.agreement,
      smallLoss: subject.meanLoss.small,
      bigLoss: subject.meanLoss.big,
      routerLoss: router?.meanLoss ?? null,
      routerOwnLoss: router?.ownMeanLoss ?? null,
    },
  };
}
