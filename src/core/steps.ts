/** Work that may take long, in steps of about a millisecond: whoever runs it can do something else in between. */
export type Steps<Result> = Generator<undefined, Result>;

/** The longest that work goes on between two pauses, give or take a step. */
const STRETCH_MS = 4;

export function atOnce<Result>(steps: Steps<Result>): Result {
  for (;;) {
    const { done, value } = steps.next();
    if (done === true) return value;
  }
}

/** `pause` lets others work for a moment; when it rejects, the work is given up, with that reason. */
export async function withPauses<Result>(
  steps: Steps<Result>,
  pause: () => Promise<void>,
): Promise<Result> {
  let since = performance.now();
  for (;;) {
    const { done, value } = steps.next();
    if (done === true) return value;
    if (performance.now() - since < STRETCH_MS) continue;
    await pause();
    since = performance.now();
  }
}
