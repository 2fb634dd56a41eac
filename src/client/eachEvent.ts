/**
 * Hands what a generator yields to `take` and resolves with what it returns. When `take` throws, the generator ends too:
 * an analysis holds the engine's turn for as long as its generator lives.
 */
export async function eachEvent<Event, End>(
  events: AsyncGenerator<Event, End, undefined>,
  take: (event: Event) => void,
): Promise<End> {
  for (;;) {
    const next = await events.next();
    if (next.done === true) return next.value;
    try {
      take(next.value);
    } catch (error) {
      // Thrown where the generator stands, it runs its `finally` blocks and comes back.
      await events.throw(error);
    }
  }
}
