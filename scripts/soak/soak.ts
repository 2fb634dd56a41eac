import { readingAfter, type Reading } from './reading';
import { Session, type SessionOptions } from './session';
import { Window } from './window';

export interface SoakOptions extends SessionOptions {
  readonly analyses: number;
  /** Analyses between two readings. */
  readonly interval: number;
}

export interface Soaked {
  /** The first before anything was analysed, the last after the last analysis. */
  readonly readings: readonly Reading[];
  /** When the window is closed. */
  readonly closed: Reading;
  readonly counts: ReadonlyMap<string, number>;
  readonly seconds: number;
}

/** Many analyses through the parts that the extension uses, in this process. `onReading` gets each reading as it is made. */
export async function soak(
  { analyses, interval, ...options }: SoakOptions,
  onReading: (reading: Reading) => void = () => undefined,
): Promise<Soaked> {
  const began = performance.now();
  const window = new Window();
  const session = new Session(window, options);
  const readings: Reading[] = [];
  const read = async (after: number): Promise<void> => {
    // The same model every time: what an engine takes depends on it.
    await window.open(options.bundles[0] ?? '');
    const reading = await readingAfter(after, window.engine);
    readings.push(reading);
    onReading(reading);
  };
  try {
    await read(0);
    for (let done = 1; done <= analyses; done++) {
      await session.analyzeNext();
      if (done % interval === 0) await read(done);
    }
  } finally {
    window.dispose();
  }
  const closed = await readingAfter(analyses, undefined);
  const seconds = (performance.now() - began) / 1000;
  return { readings, closed, counts: session.counts, seconds };
}
