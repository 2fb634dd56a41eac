import { MODULES } from '../core/module';

/** What the manifest (package.json) and the code must agree on; a test compares the two. */

export const EXTENSION_ID = 'duo-llm.duo-llm-inspector';

/** The part before the dot in the ids of commands, settings, colours and context keys. */
export const SECTION = 'duoLLM';

export const COMMANDS = [
  'showPanel',
  'analyzeDocument',
  'analyzeSelection',
  'cancelAnalysis',
  'toggleAnalyzeAsYouType',
  'clear',
  'colourBy',
  'selectModel',
  'exportResults',
  'resetQuestion',
  'showTokenDetails',
  'nextHardToken',
  'previousHardToken',
  'showMenu',
  'tryProviders',
  'setUpCuda',
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
  'analyzeAsYouType',
  'cacheMegabytes',
  'keepResults',
  'search',
  'cuda.libraryPath',
] as const;
export type SettingName = (typeof SETTINGS)[number];

export const DECORATION_STYLES = ['fill', 'underline'] as const;
export type DecorationStyle = (typeof DECORATION_STYLES)[number];

/** Id of the contributed colour of a level, from 1. */
export function levelColourId(level: number, style: DecorationStyle): string {
  return `${SECTION}.${style === 'fill' ? 'level' : 'line'}${String(level)}`;
}

export const STALE_COLOUR_ID = `${SECTION}.stale`;

/** Colours of modules and series in the panel's charts, where they are variables like `--vscode-duoLLM-big`. */
export const CHART_COLOUR_IDS = [...MODULES, 'oracle', 'router', 'fixed', 'random'].map(
  (name) => `${SECTION}.${name}`,
);

/** What assistants can ask; see src/assistant. */
export const LANGUAGE_MODEL_TOOLS = ['hardTokens', 'explainToken'] as const;
export type LanguageModelToolName = (typeof LANGUAGE_MODEL_TOOLS)[number];

/** VS Code asks for names that begin with those of their extension. */
export function languageModelToolId(name: LanguageModelToolName): string {
  return `duo-llm_${name}`;
}

/** The side panel's place in the activity bar, and its one view. */
export const VIEW_CONTAINER = SECTION;
export const PANEL_VIEW = `${SECTION}.panel`;

/** Context keys for `when` clauses: about the followed document, and whether the window has a question. */
export const HAS_RESULTS = `${SECTION}.hasResults`;
export const ANALYZING = `${SECTION}.analyzing`;
export const HAS_QUESTION = `${SECTION}.hasQuestion`;
