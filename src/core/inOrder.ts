/**
 * What `work` makes of the items, in their order, with up to `most` of them under way at once. Whoever leaves early, or is
 * left by an error, waits for what is under way.
 */
export async function* inOrder<Item, Result>(
  items: Iterable<Item>,
  most: number,
  work: (item: Item) => Promise<Result>,
): AsyncGenerator<Result, void, undefined> {
  const underWay: Promise<Result>[] = [];
  try {
    for (const item of items) {
      const begun = work(item);
      // A later one may fail while an earlier one is waited for; its turn comes.
      begun.catch(() => undefined);
      underWay.push(begun);
      if (underWay.length >= most) yield* oldest(underWay);
    }
    while (underWay.length > 0) yield* oldest(underWay);
  } finally {
    await Promise.allSettled(underWay);
  }
}

async function* oldest<Result>(underWay: Promise<Result>[]): AsyncGenerator<Result> {
  for (const begun of underWay.splice(0, 1)) yield await begun;
}
