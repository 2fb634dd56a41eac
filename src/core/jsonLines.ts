/**
 * An object as JSON text: one line per field, and one per element of a list, so that people and line-based tools can read
 * it and no long text is ever held whole.
 */
export function* jsonLines(object: object): Generator<string> {
  yield '{';
  let separator = '';
  for (const [name, value] of Object.entries(object) as [string, unknown][]) {
    yield `${separator}\n${JSON.stringify(name)}: `;
    separator = ',';
    if (Array.isArray(value) && value.length > 0) yield* listLines(value);
    else yield JSON.stringify(value);
  }
  yield '\n}\n';
}

function* listLines(list: readonly unknown[]): Generator<string> {
  let separator = '[';
  for (const element of list) {
    yield `${separator}\n${JSON.stringify(element)}`;
    separator = ',';
  }
  yield '\n]';
}
