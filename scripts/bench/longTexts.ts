import type { HostJob, HostResult } from './live/hostJob';
import { sourceText } from './live/sourceText';
import { notMeasured, value, type Measurement } from './measurement';
import { inWorker } from './worker';

const SECONDS = 20;
const TEXTS = { '10,000 tokens': 31_000, '1 MB of text': 2 ** 20 };
const BLOCKED = { atMost: 20 };
const ENGINE_MEMORY = { atMost: 300 };

/** What a long text costs the process that has the editor waiting, and how much memory it takes. */
export async function* longTexts(): AsyncGenerator<Measurement> {
  for (const [name, length] of Object.entries(TEXTS)) {
    const job: HostJob = { text: sourceText(length), seconds: SECONDS };
    const result = await inWorker<HostResult>('live/hostWorker.ts', job);
    const { delay, megabytes, known, tokens } = result;
    const part = known < tokens ? `stopped after ${known} of ${tokens} tokens` : `${tokens} tokens`;
    yield value(`event loop of the host, ${name}, 99 % within`, 'ms', delay.p99, { note: part });
    yield value(`event loop of the host, ${name}, latest`, 'ms', delay.max, { target: BLOCKED });
    const processor = `event loop of the host, ${name}, longest turn in processor time`;
    yield delay.processor === null
      ? notMeasured(processor, 'ms', 'Only Linux tells it of one thread.')
      : value(processor, 'ms', delay.processor, {
          note: 'what other processes took is left out',
        });
    yield value(`peak memory of the host, ${name}`, 'MB', megabytes.host, {
      note: 'a Node process without VS Code, TypeScript compiler included',
    });
    const engine = `peak memory of the engine, ${name}`;
    yield megabytes.engine === null
      ? notMeasured(engine, 'MB', 'Only Linux tells the peak of another process.')
      : value(engine, 'MB', megabytes.engine, { target: ENGINE_MEMORY });
  }
}
