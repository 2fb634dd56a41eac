import { mean, ofTokens, type Column } from '../estimate';
import { routerOf, type MeasuredRouter, type MeasuredSet } from '../measuredSet';
import { bigLayers, isImitation } from '../routerLosses';
import { cells, rounded } from '../row';

/** Two ways to choose, compared token by token, each in a run of its own (*self* context). */
export interface ComparisonRow {
  readonly [column: string]: string | number | null;
  readonly set: string;
  readonly budget: number;
  readonly one: string;
  readonly other: string;
  /** Big layers per token that each took. */
  readonly oneBigLayers: number | null;
  readonly otherBigLayers: number | null;
  /** Nats per token, `one` minus `other`, with its 95 % interval; below zero: `one` is better. */
  readonly difference: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

/** At every budget of an imitation router: against the paper's router and the fixed route, and these two against each other. */
export function comparisonRows(set: MeasuredSet): ComparisonRow[] {
  return set.routers.flatMap((imitation) => {
    if (!isImitation(imitation.info)) return [];
    const { budget } = imitation.info;
    const sides = [imitation, routerOf(set, `learned-${budget}`)]
      .filter((router) => router !== undefined)
      .map((router) => sideOf(set, router));
    const fixed = set.fixed.find((run) => run.budget === budget);
    if (fixed !== undefined) {
      sides.push({ name: 'fixed', bigLayers: budget, loss: ofTokens(fixed.ownLosses) });
    }
    return pairs(sides).map(([one, other]) => ({
      set: set.name,
      budget,
      one: one.name,
      other: other.name,
      oneBigLayers: rounded(one.bigLayers),
      otherBigLayers: rounded(other.bigLayers),
      ...cells(
        'difference',
        mean(set.documents, (token) => one.loss(token) - other.loss(token)),
      ),
    }));
  });
}

interface Side {
  readonly name: string;
  readonly bigLayers: number | null;
  readonly loss: Column;
}

function sideOf(set: MeasuredSet, router: MeasuredRouter): Side {
  return {
    name: router.info.name,
    bigLayers: mean(set.documents, bigLayers(set, router)).value,
    loss: ofTokens(router.ownLosses),
  };
}

function pairs<Item>(items: readonly Item[]): [Item, Item][] {
  return items.flatMap((one, at) => items.slice(at + 1).map((other): [Item, Item] => [one, other]));
}
