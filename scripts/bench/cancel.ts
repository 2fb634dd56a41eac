import { setTimeout as sleep } from 'node:timers/promises';
import { Failure } from '../../src/core/failure';
import { LiveDocument, SOURCE } from './live/liveDocument';
import { sourceText } from './live/sourceText';
import { withEngine } from './live/withEngine';
import { sampled, value, type Measurement } from './measurement';

const LENGTH = 40_000;
const SAMPLES = 20;
const TARGET = { atMost: 150 };

/** From the cancelling of an analysis to an engine that does something else. */
export async function* cancel(): AsyncGenerator<Measurement> {
  const samples: number[] = [];
  await withEngine(async (client) => {
    const opened = await client.open(SOURCE);
    const text = sourceText(LENGTH);
    for (let at = 0; at < SAMPLES; at++) {
      const live = new LiveDocument(opened, client).analyze(text, () => []);
      const controller = new AbortController();
      const ended = live
        .run(controller.signal, () => undefined)
        .catch((error: unknown) => {
          if (!(error instanceof Failure && error.code === 'cancelled')) throw error;
        });
      while (live.analysis.knownCount === 0) await sleep(1);
      // At another moment of a block each time.
      await sleep(at * 7);
      const began = performance.now();
      controller.abort();
      await client.tokenize({ ...SOURCE, text: '' }, new AbortController().signal);
      samples.push(performance.now() - began);
      await ended;
    }
  });
  yield sampled('cancelled to an idle engine', 'ms', samples, { target: TARGET });
  const slowest = Math.max(...samples);
  yield value('cancelled to an idle engine, slowest of 20', 'ms', slowest, { target: TARGET });
}
