import { shownText, visibleText } from '../core/visibleText';

/** Building blocks for Markdown in which the user's own text stays text: it only ever stands in code spans and code blocks. */

/** A text as inline code, whatever it holds: the fence is longer than any run of backticks in it. */
export function codeSpan(text: string): string {
  const shown = shownText(text) || ' ';
  const runs = shown.match(/`+/g) ?? [];
  const fence = '`'.repeat(Math.max(0, ...runs.map((run) => run.length)) + 1);
  const padding = shown.startsWith('`') || shown.endsWith('`') ? ' ' : '';
  return `${fence}${padding}${shown}${padding}${fence}`;
}

/** Lines of our own making as preformatted text. */
export function codeBlock(lines: readonly string[]): string {
  return ['```text', ...lines, '```'].join('\n');
}

/** Text from outside the project (a model's name, a file name) as plain text between Markdown. */
export function plain(text: string): string {
  return visibleText(text).replace(/[\\`*_{}[\]()#+\-.!~|<>&$]/g, '\\$&');
}

export function nats(value: number): string {
  return `${value.toFixed(2)} nats`;
}
