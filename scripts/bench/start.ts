import { LiveDocument, SOURCE } from './live/liveDocument';
import { sourceLines } from './live/sourceText';
import { until } from './live/until';
import { withEngine } from './live/withEngine';
import { sampled, type Measurement } from './measurement';
import { median } from './statistics';

const LINES = 2000;
const ON_SCREEN = 40;
const SAMPLES = 5;

/** From nothing to the first results: the engine's process, the bundle with its checksums, the graphs, the first block. */
export async function* start(): AsyncGenerator<Measurement> {
  const lines = sourceLines(LINES);
  const middle = lines.slice(0, LINES / 2).join('\n').length;
  const end = middle + lines.slice(LINES / 2, LINES / 2 + ON_SCREEN).join('\n').length;
  const opened: number[] = [];
  const first: number[] = [];
  for (let at = 0; at < SAMPLES; at++) {
    await withEngine(async (client) => {
      const began = performance.now();
      const document = new LiveDocument(await client.open(SOURCE), client);
      opened.push(performance.now() - began);
      const run = document.analyze(lines.join('\n'), () => [{ start: middle, end }]);
      await until(run, [() => run.analysis.knownCount > 0]);
      first.push(performance.now() - began);
    });
  }
  yield sampled('model opened by a cold engine', 'ms', opened);
  yield sampled(
    'first coloured tokens by a cold engine, in the middle of 2,000 lines',
    'ms',
    first,
    {
      reference: { name: 'of which opened', value: median(opened) },
      target: { atMost: 1000 },
      note: 'without the drawing by VS Code',
    },
  );
}
