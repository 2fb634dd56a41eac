import type { Analysis } from '../core/analysis';
import type { Constraint } from '../core/constraint';
import { Failure } from '../core/failure';
import type { ModelInfo } from '../core/model';
import { isModule, type LayerConstraint } from '../core/module';
import { anyLayers } from '../core/oracle';

/** What is answered about an analysis. */
export interface Question {
  readonly constraint: Constraint;
  /** False: nobody has asked it. */
  readonly asked: boolean;
}

/** What was asked last, where that makes sense for the analysis, else the default question. */
export function questionAbout(
  asked: Constraint | null,
  { model, run }: Pick<Analysis, 'model' | 'run'>,
): Question {
  const fitting = fitQuestion(asked, model);
  return {
    constraint: fitting ?? defaultQuestion(model, run.router),
    asked: fitting !== null,
  };
}

/** What is shown before anybody asks: as many big layers, exactly, as the router was trained to take; else half of them. */
export function defaultQuestion(model: ModelInfo, router: string | undefined): Constraint {
  const trained = model.routers.find(({ name }) => name === router)?.budget;
  const budget = Math.min(Math.round(trained ?? model.layers / 2), model.layers);
  return { budget, atMost: false, layers: anyLayers(model.layers) };
}

/** A question that was asked of another model, if it makes sense for this one; else `null`. */
export function fitQuestion(question: Constraint | null, model: ModelInfo): Constraint | null {
  return question?.layers.length === model.layers ? question : null;
}

/**
 * A question as it comes from a page or from storage, about a model of so many layers. Throws Failure('request') with a
 * sentence for anything that is none.
 */
export function parseQuestion(value: unknown, layers: number): Constraint | null {
  if (value === null) return null;
  if (typeof value !== 'object') throw wrong('it is no object');
  const asked = value as Readonly<Record<keyof Constraint, unknown>>;
  if (typeof asked.atMost !== 'boolean') throw wrong('"atMost" is not true or false');
  if (!Array.isArray(asked.layers) || asked.layers.length !== layers) {
    throw wrong(`"layers" does not name ${String(layers)} layers`);
  }
  if (!asked.layers.every(isLayerConstraint)) {
    throw wrong('"layers" takes auto, skip, small or big for each layer');
  }
  return {
    budget: parseBudget(asked.budget ?? undefined, layers),
    atMost: asked.atMost,
    layers: asked.layers,
  };
}

function parseBudget(value: unknown, layers: number): number | undefined {
  if (value === undefined) return undefined;
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= layers) {
    return value;
  }
  throw wrong(`"budget" is not a whole number from 0 to ${String(layers)}`);
}

function isLayerConstraint(value: unknown): value is LayerConstraint {
  return value === 'auto' || isModule(value);
}

function wrong(problem: string): Failure {
  return new Failure('request', `The question cannot be read: ${problem}.`);
}
