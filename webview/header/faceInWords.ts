import type { Face } from '../../src/panel/face';
import type { HostCommand } from '../../src/panel/panelApi';
import type { Subject } from '../../src/panel/subject';
import { count, counted } from '../numbers';

/** What the header says and offers, besides the progress of what is running. */
export interface HeaderContent {
  readonly title: string;
  readonly sentence: string | null;
  /** Something went wrong, or the numbers below are no longer those of the document. */
  readonly warns: boolean;
  /** What can be done next, the likeliest first. */
  readonly actions: readonly HeaderAction[];
}

export interface HeaderAction {
  readonly label: string;
  readonly command: HostCommand;
  /** Not what most people want to do next. */
  readonly secondary?: boolean;
}

/** How far the analysis on screen is: all of it may be of an earlier run. */
export interface TokenCounts {
  readonly known: number;
  readonly count: number;
  /** Of a selection, not of all the text. */
  readonly selected: boolean;
}

export function tokenCounts({ tokens, source }: Pick<Subject, 'tokens' | 'source'>): TokenCounts {
  const { known, count, firstIndex, ends } = tokens;
  const selected = count > 0 && (firstIndex > 0 || (ends.at(-1) ?? 0) < source.length);
  return { known, count, selected };
}

const OPEN: HeaderAction = { label: 'Open a text file…', command: 'openFile' };
const ANALYZE: HeaderAction = { label: 'Analyze', command: 'analyze' };
const AGAIN: HeaderAction = { label: 'Analyze again', command: 'analyze' };
/** All of the document, also where a selection was analysed. */
const AGAIN_ANYWAY: HeaderAction = { ...AGAIN, secondary: true };
const LOG: HeaderAction = { label: 'Show log', command: 'showLog' };

export function headerContent(face: Face, tokens: TokenCounts | undefined): HeaderContent {
  const content = contentOf(face, tokens);
  return face.abilities.run ? content : { ...content, actions: [] };
}

function contentOf(face: Face, tokens: TokenCounts | undefined): HeaderContent {
  const title = face.document ?? 'Duo-LLM Inspector';
  const calm = { title, warns: false, actions: [] };
  switch (face.state) {
    case 'noDocument':
      return {
        ...calm,
        sentence: 'Open a text file to see which of its tokens are worth more compute.',
        actions: [OPEN],
      };
    case 'declined':
      return { ...calm, warns: true, sentence: face.note };
    case 'absent':
      return {
        ...calm,
        sentence:
          'Analyse the document to see which tokens are hard to predict, and where more compute would help.',
        actions: [ANALYZE],
      };
    case 'running':
      return { ...calm, sentence: null, ...staleness(face, tokens), actions: [] };
    case 'stopped':
      return { title, warns: true, ...stopped(face, tokens) };
    case 'done':
      return { ...calm, ...(staleness(face, tokens) ?? done(tokens)) };
  }
}

function stopped(face: Face, tokens: TokenCounts | undefined) {
  const left =
    tokens === undefined || tokens.known === 0
      ? 'No token is known.'
      : `What is shown is of the first ${count(tokens.known)} of ${counted(tokens.count, 'token')}.`;
  const reason = face.note ?? 'The analysis was cancelled.';
  return {
    sentence: `${reason} ${left}`,
    actions: face.note === null ? [AGAIN] : [AGAIN, LOG],
  };
}

/** `undefined`: what is shown is of the document as it is. */
function staleness({ freshTokens }: Face, tokens: TokenCounts | undefined) {
  if (freshTokens === null || tokens === undefined) return undefined;
  return {
    sentence: `Edited since: the first ${count(freshTokens)} of ${counted(tokens.count, 'token')} still hold; the numbers below are of the text as it was.`,
    warns: true,
    actions: [AGAIN],
  };
}

function done(tokens: TokenCounts | undefined) {
  if (tokens === undefined) return { sentence: null };
  const where = tokens.selected ? ' of a selection' : '';
  const sentence = `${counted(tokens.known, 'token')}${where} analysed.`;
  return { sentence, actions: [AGAIN_ANYWAY] };
}
