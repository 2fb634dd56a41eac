/** Writes styled text; a plain painter returns it as it is. */
export interface Painter {
  readonly coloured: boolean;
  /** Colours are `#rrggbb`. */
  fill(text: string, background: string, foreground: string): string;
  dim(text: string): string;
  bold(text: string): string;
}

export const PLAIN: Painter = {
  coloured: false,
  fill: (text) => text,
  dim: (text) => text,
  bold: (text) => text,
};

const RESET = '\x1b[0m';

/** Truecolour escape sequences; each ends before a line does, so that pagers show every line by itself. */
export const ANSI: Painter = {
  coloured: true,
  fill: (text, background, foreground) => {
    const style = `\x1b[48;2;${channels(background)};38;2;${channels(foreground)}m`;
    return `${style}${text}${RESET}`;
  },
  dim: (text) => `\x1b[2m${text}${RESET}`,
  bold: (text) => `\x1b[1m${text}${RESET}`,
};

/** Red, green and blue of `#rrggbb` as a terminal wants them. */
function channels(colour: string): string {
  return [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16)).join(';');
}

/** The painter for an output stream: coloured on a terminal unless NO_COLOR asks for none (no-color.org). */
export function painterFor(isTerminal: boolean, env: NodeJS.ProcessEnv): Painter {
  if (env['FORCE_COLOR'] !== undefined && env['FORCE_COLOR'] !== '0') return ANSI;
  const unwanted = (env['NO_COLOR'] ?? '') !== '' || env['TERM'] === 'dumb';
  return isTerminal && !unwanted ? ANSI : PLAIN;
}

/** Whether the terminal has a light ground, as far as it tells: COLORFGBG ends in the number of its colour. */
export function groundOf(env: NodeJS.ProcessEnv): 'dark' | 'light' {
  const background = env['COLORFGBG']?.split(';').at(-1);
  return background === '7' || background === '15' ? 'light' : 'dark';
}
