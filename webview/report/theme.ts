import { element } from '../dom';
import type { Memory } from '../memory';

/** The classes that VS Code gives a page under its four kinds of theme. */
export const THEMES = {
  'vscode-light': 'Light',
  'vscode-dark': 'Dark',
  'vscode-high-contrast-light': 'High contrast light',
  'vscode-high-contrast': 'High contrast dark',
} as const;
type Theme = keyof typeof THEMES;

const DARK = matchMedia('(prefers-color-scheme: dark)');
const MORE_CONTRAST = matchMedia('(prefers-contrast: more)');

/** Lets the reader choose a theme; until then the report looks as the system does. */
export function themeChoice(memory: Memory): HTMLElement {
  const names = Object.entries(THEMES);
  const options = [['', 'Like the system'] as const, ...names].map(([value, name]) =>
    element('option', { value }, name),
  );
  const select = element('select', { id: 'report-theme' }, ...options);
  const remembered = memory.read();
  select.value = names.find(([theme]) => theme === remembered)?.[0] ?? '';
  const show = (): void => {
    showTheme(themeOf(select.value) ?? systemTheme());
  };
  select.addEventListener('change', () => {
    memory.write(select.value);
    show();
  });
  for (const query of [DARK, MORE_CONTRAST]) query.addEventListener('change', show);
  show();
  return element('label', { class: 'theme-choice' }, 'Theme ', select);
}

function themeOf(value: string): Theme | undefined {
  return Object.hasOwn(THEMES, value) ? (value as Theme) : undefined;
}

function systemTheme(): Theme {
  if (MORE_CONTRAST.matches)
    return DARK.matches ? 'vscode-high-contrast' : 'vscode-high-contrast-light';
  return DARK.matches ? 'vscode-dark' : 'vscode-light';
}

/** On the root for its variables; on the body as in VS Code, where styles and controls look for it. */
function showTheme(theme: Theme): void {
  document.body.dataset['vscodeThemeKind'] = theme;
  for (const { classList } of [document.documentElement, document.body]) {
    classList.remove(...Object.keys(THEMES));
    classList.add(theme);
  }
}
