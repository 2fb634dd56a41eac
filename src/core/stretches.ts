/** The longest runs of tokens that satisfy a condition, as [first, end), in order; none longer than `most`. */
export function* stretches(
  tokens: number,
  condition: (token: number) => boolean,
  most = 1024,
): Generator<readonly [first: number, end: number]> {
  let first = 0;
  for (let token = 0; token <= tokens; token++) {
    const satisfied = token < tokens && condition(token);
    if (satisfied && token - first < most) continue;
    if (token > first) yield [first, token];
    first = satisfied ? token : token + 1;
  }
}
