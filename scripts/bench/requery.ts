import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Constraint } from '../../src/core/constraint';
import type { LayerConstraint } from '../../src/core/module';
import { anyLayers } from '../../src/core/oracle';
import { Presenter } from '../../src/panel/presenter';
import { madeUpDocument } from './madeUpDocument';
import { measured, timed, type Measurement } from './measurement';

const SAMPLES = 100;
const LIMIT = { name: 'a frame', value: 16 };
/** For longer the extension's process must not be busy at a stretch. */
const HOST_LIMIT = { name: 'most that blocks the host', value: 20 };

/**
 * From a question to its answer: what a user waits for while dragging a budget or toggling a layer; and what it takes to
 * show an analysis that has grown.
 */
export async function* requery(): AsyncGenerator<Measurement> {
  const shown = madeUpDocument();
  const { layers } = shown.analysis.model;
  const answered: Constraint[] = [];
  const presenter = new Presenter(
    (event) => {
      if (event.kind === 'answer') answered.push(event.answer.constraint);
    },
    // The curve comes after the answer, and is not what is measured.
    () => new Promise(() => undefined),
  );
  presenter.present(shown);

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
    yield measured(`requery, ${name} (10,000 tokens, 256 routes)`, samples, LIMIT);
    await nextTurn();
  }
  const presented = timed(SAMPLES, 10, () => {
    presenter.present(shown);
  });
  yield measured('new results shown (10,000 tokens, 256 routes)', presented, HOST_LIMIT);
  presenter.dispose();
}

/** Another layer set at each turn. */
function oneLayer(layers: number, at: number): LayerConstraint[] {
  const modules = ['big', 'small', 'auto'] as const;
  return anyLayers(layers).map((auto, layer) => {
    return layer === at % layers ? (modules[at % modules.length] ?? auto) : auto;
  });
}
