import { usableCores } from '../engine/threads';
import type { OpenedModel, OpenRequest } from '../protocol/engineApi';
import type { Engine, Surroundings } from './surroundings';

/**
 * Engines that share the machine's cores and a list of work. One thread each is best: threads of one engine wait for each
 * other, engines do not.
 */
export class Crew {
  private constructor(
    readonly opened: OpenedModel,
    private readonly engines: readonly Engine[],
  ) {}

  /** `jobs`: how many engines; default one per core, one on a GPU, and no more than `tasks`. Throws Failure. */
  static async open(
    { engine, signal }: Surroundings,
    opening: OpenRequest,
    { jobs, tasks }: { readonly jobs: number | undefined; readonly tasks: number },
  ): Promise<Crew> {
    const cores = usableCores();
    const count = Math.max(1, Math.min(jobs ?? cores, tasks));
    const threads = Math.max(1, Math.floor(cores / count));
    const first = engine(threads);
    const opened = await first.open(opening, signal);
    const more = jobs === undefined && opened.provider.provider !== 'cpu' ? 0 : count - 1;
    return new Crew(opened, [first, ...Array.from({ length: more }, () => engine(threads))]);
  }

  /**
   * Each engine takes the next task when it is done with one. When a task throws, the others are cancelled, and its error is
   * thrown once they have ended.
   */
  async work<Task>(
    tasks: Iterable<Task>,
    signal: AbortSignal,
    run: (task: Task, engine: Engine, signal: AbortSignal) => Promise<void>,
  ): Promise<void> {
    const failed = new AbortController();
    const either = AbortSignal.any([signal, failed.signal]);
    const queue = tasks[Symbol.iterator]();
    const errors: unknown[] = [];
    await Promise.all(
      this.engines.map(async (engine) => {
        try {
          for (let next = queue.next(); next.done !== true; next = queue.next()) {
            await run(next.value, engine, either);
          }
        } catch (error) {
          errors.push(error);
          failed.abort();
        }
      }),
    );
    if (errors.length > 0) throw errors[0];
  }
}
