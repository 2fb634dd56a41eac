/**
 * Functions that run inside the page. They are sent there as source text, so they use nothing from around them and name no
 * function inside. The types are the little of the DOM that they touch: the project is checked without the DOM's types.
 */
declare const document: {
  readonly documentElement: { readonly scrollWidth: number; readonly clientWidth: number };
};
declare function getComputedStyle(element: unknown): { getPropertyValue(name: string): string };

/** Values of CSS variables, empty where they are not defined. */
export function variables(names: readonly string[]): string[] {
  const style = getComputedStyle(document.documentElement);
  return names.map((name) => style.getPropertyValue(name).trim());
}

/** How many pixels the page is wider than the window. */
export function overflow(): number {
  const { scrollWidth, clientWidth } = document.documentElement;
  return scrollWidth - clientWidth;
}
