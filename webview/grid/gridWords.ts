import type { Module } from '../../src/core/module';
import { shownText } from '../../src/core/visibleText';
import type { TooltipContent, TooltipRow } from '../charts/content';
import { layerNumber, MODULE_LOOKS } from '../charts/series';
import { count, NO_NUMBER, nats, share } from '../numbers';
import type { ValueLook } from './looks';

/** All that the grid says of one cell. */
export interface CellFacts {
  readonly text: string;
  /** As people count: from 1, in the document. */
  readonly number: number;
  readonly layer: number;
  /** `undefined` where not known. */
  readonly oracle: Module | undefined;
  /** `null`: no router ran. */
  readonly router: Module | undefined | null;
  /** Nats. */
  readonly difficulty: number | undefined;
  readonly stale: boolean;
}

const STALE = 'The text before it has changed since the analysis.';

export function cellTooltip(facts: CellFacts): TooltipContent {
  return {
    title: `“${shownText(facts.text)}”, token ${count(facts.number)}, layer ${layerNumber(facts.layer)}`,
    rows: [
      moduleRow('oracle', facts.oracle),
      ...(facts.router === null ? [] : [moduleRow('router', facts.router)]),
      { name: 'difficulty', values: [withUnit(facts.difficulty)] },
    ],
    ...(facts.stale ? { note: STALE } : {}),
  };
}

function moduleRow(name: string, module: Module | undefined): TooltipRow {
  if (module === undefined) return { name, values: ['not known'] };
  const { label, className } = MODULE_LOOKS[module];
  return { name, values: [label], look: className };
}

/** Of several tokens that share a pixel of the screen. */
export function crowdTooltip(
  numbers: { readonly first: number; readonly last: number },
  layer: number,
  looks: readonly ValueLook[],
  counted: { readonly values: readonly number[]; readonly unknown: number },
): TooltipContent {
  const tokens = counted.unknown + counted.values.reduce((sum, each) => sum + each, 0);
  const rows = looks.flatMap(({ label, className }, value): TooltipRow[] => {
    const its = counted.values[value] ?? 0;
    return its === 0 ? [] : [{ name: label, values: [share(its / tokens)], look: className }];
  });
  const unknown = { name: 'not known', values: [share(counted.unknown / tokens)] };
  return {
    title: `tokens ${count(numbers.first)} to ${count(numbers.last)}, layer ${layerNumber(layer)}`,
    rows: counted.unknown > 0 ? [...rows, unknown] : rows,
    note: 'Zoom in for single tokens.',
  };
}

/** For screen readers, when the keyboard moves. */
export function cellSentence(facts: CellFacts): string {
  const module = (value: Module | undefined): string => value ?? 'not known';
  return [
    `Token ${count(facts.number)}, ${spoken(facts.text)}, layer ${layerNumber(facts.layer)}:`,
    `oracle ${module(facts.oracle)},`,
    ...(facts.router === null ? [] : [`router ${module(facts.router)},`]),
    `difficulty ${withUnit(facts.difficulty)}.${facts.stale ? ` ${STALE}` : ''}`,
  ].join(' ');
}

/** White space alone would be silence. */
function spoken(text: string): string {
  return text.trim() === '' ? 'white space' : `“${shownText(text.trim())}”`;
}

function withUnit(value: number | undefined): string {
  return value === undefined ? NO_NUMBER : `${nats(value, 2)} nats`;
}
