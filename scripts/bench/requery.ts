import type { Constraint } from '../../src/core/constraint';
import type { LayerConstraint } from '../../src/core/module';
import { anyLayers } from '../../src/core/oracle';
import { pause } from '../../src/extension/pause';
import { Presenter } from '../../src/panel/presenter';
import { madeUpDocument } from './madeUpDocument';
import { sampled, type Measurement } from './measurement';
import { timedEach } from './timed';

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
  let answered: (constraint: Constraint) => void = () => undefined;
  const presenter = new Presenter((event) => {
    if (event.kind === 'answer') answered(event.answer.constraint);
  }, pause);
  const answerTo = (begin: () => void): Promise<Constraint> =>
    new Promise((resolve) => {
      answered = resolve;
      begin();
    });
  const present = async (): Promise<void> => {
    await answerTo(() => {
      // Of the same it would tell only what has changed.
      presenter.present({ ...shown, vocabulary: [...shown.vocabulary] });
    });
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
    const samples = await timedEach(SAMPLES, 10, async (at) => {
      await answerTo(() => {
        presenter.ask(questionAt(at));
      });
    });
    yield sampled(`requery, ${name} (10,000 tokens, 256 routes)`, 'ms', samples, {
      target: TARGET,
    });
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
