import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Constraint } from '../../src/core/constraint';
import type { LayerConstraint } from '../../src/core/module';
import { anyLayers } from '../../src/core/oracle';
import { Presenter } from '../../src/panel/presenter';
import { madeUpDocument } from './madeUpDocument';
import { sampled, type Measurement } from './measurement';
import { timed, timedEach } from './timed';

const SAMPLES = 100;
/** A frame. */
const TARGET = { atMost: 16 };
/** What people feel as at once; it pauses meanwhile, so that the host is not blocked for as long. */
const AT_ONCE = { atMost: 100 };

/**
 * From a question to its answer: what a user waits for while dragging a budget or toggling a layer; and what it takes to
 * show an analysis that has grown.
 */
export async function* requery(): AsyncGenerator<Measurement> {
  const shown = madeUpDocument();
  const { layers } = shown.analysis.model;
  const answered: Constraint[] = [];
  let showing = false;
  const presenter = new Presenter(
    (event) => {
      if (event.kind === 'answer') answered.push(event.answer.constraint);
    },
    // The curve comes after the answer, and is not what is measured.
    () => (showing ? nextTurn() : new Promise(() => undefined)),
  );
  const present = async (): Promise<void> => {
    showing = true;
    await new Promise<void>((resolve) => {
      presenter.present(shown, resolve);
    });
    showing = false;
  };
  await present();

  const moves: Readonly<Record<string, (at: number) => Constraint>> = {
    'budget moved': (at) => ({
      budget: at % (layers + 1),
      atMost: false,
      layers: anyLayers(layers),
    }),
    'layer toggled': (at) => ({ budget: 4, atMost: false, layers: oneLayer(layers, at) }),
    'exactly or at most': (at) => ({
      budget: 4,
      atMost: at % 2 === 0,
      layers: anyLayers(layers),
    }),
  };
  for (const [name, questionAt] of Object.entries(moves)) {
    const samples = timed(SAMPLES, 10, (at) => {
      presenter.ask(questionAt(at));
      if (answered.pop()?.budget !== questionAt(at).budget) throw new Error('No answer came.');
    });
    yield sampled(`requery, ${name} (10,000 tokens, 256 routes)`, 'ms', samples, {
      target: TARGET,
    });
    await nextTurn();
  }
  const presented = await timedEach(SAMPLES, 10, present);
  yield sampled('new results shown (10,000 tokens, 256 routes)', 'ms', presented, {
    target: AT_ONCE,
  });
  presenter.dispose();
}

/** Another layer set at each turn. */
function oneLayer(layers: number, at: number): LayerConstraint[] {
  const modules = ['big', 'small', 'auto'] as const;
  return anyLayers(layers).map((auto, layer) => {
    return layer === at % layers ? (modules[at % modules.length] ?? auto) : auto;
  });
}
