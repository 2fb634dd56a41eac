import { setImmediate as nextTurn } from 'node:timers/promises';
import { QUANTITIES } from '../../src/core/colourScale';
import { anyLayers } from '../../src/core/oracle';
import { colourRuns } from '../../src/extension/colourRuns';
import { paintedTokens } from '../../src/extension/paintedTokens';
import { madeUpDocument } from './madeUpDocument';
import { sampled, type Measurement } from './measurement';
import { timed } from './timed';

const SAMPLES = 100;
/** UTF-16 units: what a large screen shows and the margins around it. */
const SPAN = 20_000;
/** A frame. */
const TARGET = { atMost: 16 };

/** What the extension does to colour what is on screen, up to handing the colours to VS Code. */
export async function* repaint(): AsyncGenerator<Measurement> {
  const { analysis, tolerance } = madeUpDocument();
  const { length } = analysis.source;
  const fresh = { freshUntil: length, commonUntil: length, movedFrom: length, shift: 0 };
  const layers = anyLayers(analysis.model.layers);
  for (const quantity of QUANTITIES) {
    const samples = timed(SAMPLES, 10, (at) => {
      const start = (at * 997) % (length - SPAN);
      const constraint = { budget: at % (layers.length + 1), atMost: false, layers };
      const span = { start, end: start + SPAN };
      colourRuns(paintedTokens(analysis, fresh, span, { quantity, tolerance, constraint }));
    });
    yield sampled(`repaint by ${quantity} (20,000 characters on screen)`, 'ms', samples, {
      target: TARGET,
    });
    await nextTurn();
  }
}
