import type { Comparison } from './comparison';
import type { Figure } from './figure';
import { figure2 } from './figures/figure2';
import { figure3 } from './figures/figure3';
import { figure4a } from './figures/figure4a';
import { figure4b } from './figures/figure4b';
import { figure4c } from './figures/figure4c';
import { figure5 } from './figures/figure5';
import { figure6 } from './figures/figure6';
import { figure7 } from './figures/figure7';
import { figure8 } from './figures/figure8';
import { f1 } from './findings/f1';
import { f2 } from './findings/f2';
import { f3 } from './findings/f3';
import { f4 } from './findings/f4';
import { f5 } from './findings/f5';
import { f6 } from './findings/f6';
import { f7 } from './findings/f7';
import { f8 } from './findings/f8';
import type { Finding } from './findings/finding';
import type { Measured } from './measured';
import { budgetRows, type BudgetRow } from './tables/budgets';
import { difficultyRows, type DifficultyRow } from './tables/difficulty';
import { gapRows, type GapRow } from './tables/gap';
import { hindsightRows, type HindsightRow } from './tables/hindsight';
import { metricsRows, type MetricsRow } from './tables/metrics';
import { otherRows, type OtherRow } from './tables/others';
import { comparisonRows, type ComparisonRow } from './tables/routers';

/** All that a report says. Without dates: the same bundle, sample and engine give the same report. */
export interface Report {
  readonly schema: 'duo-llm/report@1';
  readonly model: { readonly name: string; readonly layers: number; readonly sha256: string };
  readonly sample: {
    readonly sha256: string;
    readonly extent: string;
    readonly sets: readonly {
      readonly name: string;
      readonly documents: number;
      readonly tokens: number;
      readonly bytes: number;
    }[];
  };
  readonly findings: readonly Finding[];
  readonly tables: Tables;
  readonly figures: readonly Figure[];
}

/** Each is a CSV file of that name. */
export interface Tables {
  readonly budgets: readonly BudgetRow[];
  readonly hindsight: readonly HindsightRow[];
  readonly others: readonly OtherRow[];
  readonly routers: readonly ComparisonRow[];
  readonly gap: readonly GapRow[];
  readonly difficulty: readonly DifficultyRow[];
  readonly metrics: readonly MetricsRow[];
}

/** What a report needs besides the measurements. */
export interface Surroundings {
  /** The bundle's `training.metrics`; `undefined`: it has none. */
  readonly metrics: unknown;
  readonly comparison: Comparison | undefined;
  /** Rows of an earlier report on the same bundle, kept when no other model is asked this time. */
  readonly earlierOthers: readonly OtherRow[];
}

export function reportOn(measured: Measured, around: Surroundings): Report {
  const { model, sample, extent, sets, others } = measured;
  const budgets = sets.flatMap(budgetRows);
  const figures = [
    figure2(measured),
    figure3(measured),
    figure4a(measured, budgets),
    figure4b(measured, budgets),
    figure4c(measured),
    figure5(measured),
    figure6(measured),
    figure7(measured),
    figure8(around.comparison),
  ];
  return {
    schema: 'duo-llm/report@1',
    model: { name: model.name, layers: model.layers, sha256: model.sha256 },
    sample: {
      sha256: sample,
      extent: extent.name,
      sets: sets.map(({ name, documents, tokens, bytes }) => {
        return { name, documents: documents.length, tokens, bytes };
      }),
    },
    findings: [f1, f2, f3, f4, f5, f6, f7, f8].map((find) => find(sets)),
    tables: {
      budgets,
      hindsight: sets.flatMap(hindsightRows),
      others: others.length > 0 ? otherRows(measured) : around.earlierOthers,
      routers: sets.flatMap(comparisonRows),
      gap: sets.flatMap((set) => gapRows(measured, set)),
      difficulty: sets.flatMap(difficultyRows),
      metrics: metricsRows(measured, around.metrics),
    },
    figures: figures.filter((figure) => figure !== undefined),
  };
}

/** The engine measures what the bundle says of itself. */
export function metricsAgree({ tables }: Report): boolean {
  return tables.metrics.every(({ agree }) => agree === 'yes');
}
