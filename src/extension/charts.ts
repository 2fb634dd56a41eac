import type { Module } from '../core/module';
import { MODULE_LETTERS } from '../core/module';

/** A route to draw, one column per layer. */
export interface ChartedRoute {
  readonly name: string;
  /** Lowest layer first. */
  readonly modules: readonly Module[];
  /** What to say at the end of its line. */
  readonly remark: string;
}

/** Lines of fixed-width text: a ruler of layer numbers, then each route beneath it, layer by layer. */
export function routeChart(layers: number, routes: readonly ChartedRoute[]): string[] {
  const nameWidth = Math.max('layer'.length, ...routes.map(({ name }) => name.length)) + 2;
  const cell = String(layers).length + 1;
  const ruler = Array.from({ length: layers }, (_, layer) => String(layer + 1).padStart(cell));
  return [
    'layer'.padEnd(nameWidth) + ruler.join(''),
    ...routes.map(({ name, modules, remark }) => {
      const letters = modules.map((module) => MODULE_LETTERS[module].padStart(cell));
      return `${name.padEnd(nameWidth)}${letters.join('')}   ${remark}`;
    }),
  ];
}

export interface ChartedBudget {
  readonly budget: number;
  /** Nats. */
  readonly loss: number;
  /** Nats without hindsight; absent where that is not known. */
  readonly unseen?: number;
  /** Written route of `loss`. */
  readonly route: string;
  readonly remark: string;
}

const BAR_WIDTH = 12;
/** Eighths of a character cell. */
const PARTS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];

const UNSEEN = 'no hindsight';

/** Lines of fixed-width text: the loss at each budget, as a bar too. */
export function budgetChart(budgets: readonly ChartedBudget[]): string[] {
  const highest = Math.max(...budgets.map(({ loss }) => loss), Number.MIN_VALUE);
  const digits = Math.max('big'.length, ...budgets.map(({ budget }) => String(budget).length));
  const hasUnseen = budgets.some(({ unseen }) => unseen !== undefined);
  return [
    `${'big'.padStart(digits)}   loss${hasUnseen ? `  ${UNSEEN}` : ''}`,
    ...budgets.map(({ budget, loss, unseen, route, remark }) => {
      const bar = barOf(loss / highest).padEnd(BAR_WIDTH);
      const other = unseen === undefined ? '' : `  ${unseen.toFixed(2).padStart(UNSEEN.length)}`;
      const line = `${String(budget).padStart(digits)}  ${loss.toFixed(2).padStart(5)}${other}  ${bar}  ${route}`;
      return remark === '' ? line : `${line}  ${remark}`;
    }),
  ];
}

function barOf(share: number): string {
  const eighths = Math.round(share * BAR_WIDTH * PARTS.length);
  return '█'.repeat(Math.floor(eighths / PARTS.length)) + (PARTS[eighths % PARTS.length] ?? '');
}
