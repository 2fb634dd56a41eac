/**
 * An object as JSON text: one line per field, and one per element of a list, so that people and line-based tools can read
 * it and no long text is ever held whole. A list may be anything that can be iterated over.
 */
export function* jsonLines(object: object): Generator<string> {
  yield '{';
  let separator = '';
  for (const [name, value] of Object.entries(object) as [string, unknown][]) {
    yield `${separator}\n${JSON.stringify(name)}: `;
    separator = ',';
    if (isList(value)) yield* listLines(value);
    else yield JSON.stringify(value);
  }
  yield '\n}\n';
}

function isList(value: unknown): value is Iterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.iterator in value;
}

function* listLines(list: Iterable<unknown>): Generator<string> {
  let isEmpty = true;
  for (const element of list) {
    yield `${isEmpty ? '[' : ','}\n${JSON.stringify(element)}`;
    isEmpty = false;
  }
  yield isEmpty ? '[]' : '\n]';
}
