import type { DocumentRuns } from './documentRuns';
import { Progress } from './progress';

/** Engine processes that share work: each takes the next item when it is done with one. */
export class Crew {
  constructor(private readonly members: readonly DocumentRuns[]) {}

  /** Results in the order of the items. `what`: for the progress that is shown. */
  async map<Item, Result>(
    what: string,
    items: readonly Item[],
    work: (runs: DocumentRuns, item: Item) => Promise<Result>,
  ): Promise<Result[]> {
    const results = new Array<Result>(items.length);
    const progress = new Progress(what, items.length);
    const queue = items.entries();
    await Promise.all(
      this.members.map(async (runs) => {
        for (const [at, item] of queue) {
          results[at] = await work(runs, item);
          progress.step();
        }
      }),
    );
    return results;
  }
}
