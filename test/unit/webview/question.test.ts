import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Constraint } from '../../../src/core/constraint';
import { MODULES, type LayerConstraint, type ModuleList } from '../../../src/core/module';
import { RouteSpace } from '../../../src/core/routes';
import { conflictInWords } from '../../../webview/question/conflict';
import { differenceInWords } from '../../../webview/question/hindsight';
import { layerChoices, nextChoice, withLayer } from '../../../webview/question/layerChoices';

const LISTS: readonly ModuleList[] = [
  ['small', 'big'],
  ['skip', 'big'],
  ['skip', 'small', 'big'],
];

const anyQuestion = fc.record<Constraint>({
  budget: fc.option(fc.integer({ min: 0, max: 4 }), { nil: undefined }),
  atMost: fc.boolean(),
  layers: fc.array(fc.constantFrom<LayerConstraint>('auto', ...MODULES), {
    minLength: 4,
    maxLength: 4,
  }),
});

describe('what a layer can be set to', () => {
  it('goes from auto to big, small, skip and around, and back', () => {
    const choices = layerChoices(['skip', 'small', 'big']);
    assert.deepEqual(choices, ['auto', 'big', 'small', 'skip']);
    const forwards = choices.map((choice) => nextChoice(choices, choice, 1));
    assert.deepEqual(forwards, ['big', 'small', 'skip', 'auto']);
    const backwards = choices.map((choice) => nextChoice(choices, choice, -1));
    assert.deepEqual(backwards, ['skip', 'auto', 'big', 'small']);
  });

  it('leaves out what the module list lacks', () => {
    assert.deepEqual(layerChoices(['skip', 'big']), ['auto', 'big', 'skip']);
  });

  it('begins anew from a module that the list lacks', () => {
    assert.equal(nextChoice(layerChoices(['skip', 'big']), 'small', 1), 'auto');
  });

  it('changes one layer of a question alone', () => {
    const question: Constraint = { budget: 1, atMost: true, layers: ['auto', 'small', 'auto'] };
    assert.deepEqual(withLayer(question, 2, 'big'), {
      ...question,
      layers: ['auto', 'small', 'big'],
    });
  });
});

describe('oracle against router', () => {
  it('is told from a comparison at the same compute', () => {
    assert.equal(differenceInWords(4, 4.0625), 'difference');
    assert.equal(differenceInWords(null, 4), 'difference');
    for (const router of [3.75, 4.25]) {
      assert.match(differenceInWords(4, router), /at different compute/);
    }
  });
});

describe('a question that no route satisfies', () => {
  it('is told from others exactly as the route space has it', () => {
    fc.assert(
      fc.property(anyQuestion, fc.constantFrom(...LISTS), (question, modules) => {
        const routes = new RouteSpace(modules, 4).admissible(question);
        assert.equal(conflictInWords(question, modules) === undefined, routes.length > 0);
      }),
    );
  });

  it('is explained by what contradicts what', () => {
    const ask = (
      budget: number,
      atMost: boolean,
      layers: readonly LayerConstraint[],
    ): string | undefined => conflictInWords({ budget, atMost, layers }, ['small', 'big']);
    assert.equal(
      ask(1, true, ['big', 'big', 'auto']),
      '2 layers are set to big, but the budget is at most 1.',
    );
    assert.equal(
      ask(3, false, ['small', 'small', 'auto']),
      'The budget is exactly 3, but only 1 layer is left to be big.',
    );
    assert.equal(
      ask(1, false, ['auto', 'skip', 'auto']),
      'Layer 2 is set to skip, which small/big does not have.',
    );
  });
});
