import { MODULE_LETTERS, MODULES, type Module } from '../../src/core/module';
import { MODULE_LOOKS, SERIES } from '../charts/series';
import type { GRID_SHOWS } from '../uiState';
import type { Texture } from './surface';

export type GridShows = (typeof GRID_SHOWS)[number];

/** How a value of a cell is drawn and named. */
export interface ValueLook {
  readonly label: string;
  /** Written into cells that are large enough; '' for nothing. */
  readonly letter: string;
  /** Gives `.grid-sample` its colour, from where the canvas takes it. */
  readonly className: string;
  /** In high contrast, where there are no letters; else values are solid. */
  readonly texture: Texture;
}

/** With the letter that stands for it. */
export function nameOf({ letter, label }: ValueLook): string {
  return letter === '' ? label : `${letter} ${label}`;
}

const TEXTURES = { skip: 'rising', small: 'dotted', big: 'solid' } as const;

const OF_MODULES: readonly ValueLook[] = MODULES.map((module) => ({
  label: MODULE_LOOKS[module].label,
  letter: MODULE_LETTERS[module],
  className: MODULE_LOOKS[module].className,
  texture: TEXTURES[module],
}));

/** In the order of SAME, ORACLE_MORE, ROUTER_MORE. */
const OF_DIFFERENCES: readonly ValueLook[] = [
  { label: 'same', letter: '', className: 'grid-same', texture: 'solid' },
  {
    label: 'oracle spends more',
    letter: 'O',
    className: SERIES.oracle.className,
    texture: 'solid',
  },
  {
    label: 'router spends more',
    letter: 'R',
    className: SERIES.router.className,
    texture: 'dotted',
  },
];

/** The entries of the legend: modules that neither table nor router can take are left out. */
export function legendOf(shows: GridShows, modules: ReadonlySet<Module>): readonly ValueLook[] {
  const looks = looksOf(shows);
  const taken = looks.filter((_, value) => {
    const module = MODULES[value];
    return shows === 'difference' || (module !== undefined && modules.has(module));
  });
  return [...taken, UNKNOWN_LOOK];
}

/** By value of the cells. */
export function looksOf(shows: GridShows): readonly ValueLook[] {
  return shows === 'difference' ? OF_DIFFERENCES : OF_MODULES;
}

export const UNKNOWN_LOOK: ValueLook = {
  label: 'not known',
  letter: '',
  className: 'grid-unknown',
  texture: 'falling',
};
