/** What a layer's feed-forward step can be for one token, cheapest first. Skip bypasses the FFN; the attention always runs. */
export const MODULES = ['skip', 'small', 'big'] as const;

export type Module = (typeof MODULES)[number];

/** What a layer is allowed to be: one module, or `auto` for any of the table's module list. */
export type LayerConstraint = Module | 'auto';

/** The modules that routes are made of, in the order that numbers their choices. */
export type ModuleList = readonly Module[];

/** Those that people choose from. */
export const MODULE_LISTS: readonly ModuleList[] = [
  ['small', 'big'],
  ['skip', 'big'],
  ['skip', 'small', 'big'],
];

/** The letter that stands for a module in a written route: `-` skip, `s` small, `B` big. */
export const MODULE_LETTERS: Readonly<Record<Module, string>> = { skip: '-', small: 's', big: 'B' };

/** In arrays of indices into MODULES: not known. */
export const UNKNOWN_MODULE = 255;

export function isModule(value: unknown): value is Module {
  return MODULES.some((module) => module === value);
}
