import { element } from '../dom';

interface ButtonOptions {
  /** The one thing that most people want to do next. */
  readonly primary?: boolean;
  /** For screen readers, where the label alone does not tell what it is about. */
  readonly name?: string;
}

export function button(label: string, act: () => void, options: ButtonOptions = {}): HTMLElement {
  const made = element(
    'vscode-button',
    {
      appearance: options.primary === true ? 'primary' : 'secondary',
      'aria-label': options.name,
    },
    label,
  );
  made.addEventListener('click', act);
  return made;
}
