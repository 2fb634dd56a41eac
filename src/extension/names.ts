/** What the manifest (package.json) and the code must agree on; a test compares the two. */

export const EXTENSION_ID = 'duo-llm.duo-llm-inspector';

/** The part before the dot in the ids of commands, settings, colours and context keys. */
export const SECTION = 'duoLLM';

export const COMMANDS = [
  'analyzeDocument',
  'analyzeSelection',
  'cancelAnalysis',
  'clear',
  'colourBy',
  'selectModel',
  'showTokenDetails',
  'nextHardToken',
  'previousHardToken',
  'showMenu',
  'showLog',
] as const;
export type CommandName = (typeof COMMANDS)[number];

export function commandId(name: CommandName): string {
  return `${SECTION}.${name}`;
}

export const SETTINGS = [
  'model',
  'modelFolders',
  'executionProvider',
  'modules',
  'router',
  'colourBy',
  'decoration',
  'neededComputeTolerance',
  'engineIdleSeconds',
] as const;
export type SettingName = (typeof SETTINGS)[number];

export const DECORATION_STYLES = ['fill', 'underline'] as const;
export type DecorationStyle = (typeof DECORATION_STYLES)[number];

/** Id of the contributed colour of a level, from 1. */
export function levelColourId(level: number, style: DecorationStyle): string {
  return `${SECTION}.${style === 'fill' ? 'level' : 'line'}${String(level)}`;
}

export const STALE_COLOUR_ID = `${SECTION}.stale`;

/** Context keys for `when` clauses, about the active editor. */
export const HAS_RESULTS = `${SECTION}.hasResults`;
export const ANALYZING = `${SECTION}.analyzing`;
