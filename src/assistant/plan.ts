import type { AnalysisRun } from '../core/analysis';
import type { Constraint } from '../core/constraint';
import { Failure } from '../core/failure';
import { routerNamed, type ModelInfo } from '../core/model';
import type { ModuleList } from '../core/module';
import { anyLayers } from '../core/oracle';
import type { Search } from '../core/search';
import { defaultQuestion } from '../panel/question';
import type { HardTokensQuestion } from './question';

/** A question, fitted to a model. */
export interface Plan {
  readonly run: AnalysisRun;
  readonly constraint: Constraint;
}

/** What holds where a question leaves it open. */
export interface Preferences {
  readonly modules: ModuleList;
  /** `undefined`: the model's first for the modules. */
  readonly router: string | undefined;
  /** `undefined`: exact where the model can, else the beam. */
  readonly search: Search | undefined;
}

export type PlannedQuestion = Pick<HardTokensQuestion, 'modules' | 'router' | 'budget' | 'atMost'>;

/**
 * Without a budget the question is about as many big layers as the router was trained for, as in the panel. Throws
 * Failure('request') with a sentence when question and model do not fit.
 */
export function planFor(question: PlannedQuestion, model: ModelInfo, preferred: Preferences): Plan {
  const modules = question.modules ?? preferred.modules;
  const lists = model.moduleLists.map((list) => list.join(','));
  if (!lists.includes(modules.join(','))) {
    throw wrong(
      `The model ${model.name} cannot be asked about ${modules.join(',')}, only about ${lists.join(' and ')}`,
    );
  }
  const { budget, atMost } = question;
  if (budget !== undefined && budget > model.layers) {
    throw wrong(
      `A budget of ${String(budget)} is more than the ${String(model.layers)} layers of ${model.name}`,
    );
  }
  // A router that is preferred with some modules need not fit others.
  const otherwise = question.modules === undefined ? preferred.router : undefined;
  const router = routerNamed(model, modules, question.router ?? otherwise);
  const constraint =
    budget === undefined
      ? defaultQuestion(model, router)
      : { budget, atMost, layers: anyLayers(model.layers) };
  // Without a graph for single routes there is nothing to search with.
  const search = model.hasRoutesGraph ? preferred.search : undefined;
  const run = { modules, router, context: { kind: 'big' }, ...(search && { search }) } as const;
  return { run, constraint };
}

function wrong(problem: string): Failure {
  return new Failure('request', `${problem}.`);
}
