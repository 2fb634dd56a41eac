// A process that does what the extension's host does while an analysis runs, without VS Code: takes in results, paints what is
// on screen, and keeps a panel up to date. Gets a HostJob, answers with a HostResult.
import { readFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Failure } from '../../../src/core/failure';
import { anyLayers } from '../../../src/core/oracle';
import { collectGarbage } from '../../../src/engine/collectGarbage';
import { colourRuns } from '../../../src/extension/colourRuns';
import { paintedTokens } from '../../../src/extension/paintedTokens';
import { Throttle } from '../../../src/extension/throttle';
import { Presenter } from '../../../src/panel/presenter';
import { refreshInterval } from '../../../src/panel/refreshInterval';
import type { HostJob, HostResult } from './hostJob';
import { LiveDocument, SOURCE } from './liveDocument';
import { pause } from '../../../src/extension/pause';
import { postMessage } from './postMessage';
import { TurnMeter } from './turnMeter';
import { withEngine } from './withEngine';

/** As the extension has it. */
const PAINT_INTERVAL_MS = 60;
/** UTF-16 units: a large screen and the margins around it. */
const ON_SCREEN = 20_000;
/** Between two looks at the event loop: the delay is what comes on top. */
const RESOLUTION_MS = 1;
const TOLERANCE = 0.05;

async function host({ text, seconds }: HostJob): Promise<HostResult> {
  return await withEngine(async (client) => {
    const opened = await client.open(SOURCE);
    const screen = { start: 0, end: Math.min(ON_SCREEN, text.length) };
    const run = new LiveDocument(opened, client).analyze(text, () => [screen]);
    const { analysis } = run;
    const fresh = {
      ...{ freshUntil: text.length, commonUntil: text.length },
      ...{ movedFrom: text.length, shift: 0 },
    };
    const layers = anyLayers(opened.model.layers);
    const painter = new Throttle(() => {
      const constraint = { budget: 4, atMost: false, layers };
      const colouring = { quantity: 'difficulty', tolerance: TOLERANCE, constraint } as const;
      colourRuns(paintedTokens(analysis, fresh, screen, colouring));
    }, PAINT_INTERVAL_MS);
    const presenter = new Presenter(postMessage, pause);
    const panel = new Throttle(
      () => {
        const { vocabulary, provider } = opened;
        const shown = {
          vocabulary,
          provider: provider.provider,
          timing: null,
          tolerance: TOLERANCE,
        };
        presenter.present({ ...shown, analysis });
      },
      () => refreshInterval(analysis),
    );
    const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
    // What it took to translate TypeScript is nothing that the extension would leave behind.
    collectGarbage();
    const meter = new TurnMeter();
    delay.enable();
    try {
      await run.run(AbortSignal.timeout(seconds * 1000), () => {
        painter.ask();
        panel.ask();
      });
    } catch (error) {
      if (!(error instanceof Failure && error.code === 'cancelled')) throw error;
    }
    delay.disable();
    const late = (nanoseconds: number): number => nanoseconds / 1e6 - RESOLUTION_MS;
    const result = {
      tokens: analysis.tokens.length,
      known: analysis.knownCount,
      delay: { p99: late(delay.percentile(99)), max: late(delay.max), processor: meter.stop() },
      megabytes: {
        host: process.resourceUsage().maxRSS / 1024,
        engine: peakMegabytes(client.pid),
      },
    };
    for (const part of [painter, panel, presenter]) part.dispose();
    return result;
  });
}

/** Of another process; only Linux tells. */
function peakMegabytes(pid: number | undefined): number | null {
  if (process.platform !== 'linux' || pid === undefined) return null;
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmHWM:\s*(\d+) kB/m.exec(status)?.[1]) / 1024;
}

process.once('message', (job: HostJob) => {
  void host(job).then((result) =>
    process.send?.(result, () => {
      process.disconnect();
    }),
  );
});
