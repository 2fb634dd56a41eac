import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Constraint } from '../../../src/core/constraint';
import type { Hindsight } from '../../../src/core/hindsight';
import { MODULES, type LayerConstraint, type ModuleList } from '../../../src/core/module';
import { RouteSpace } from '../../../src/core/routes';
import { subjectOf } from '../../../src/panel/subject';
import { conflictInWords } from '../../../webview/question/conflict';
import { differenceInWords, leadInWords, wayOf } from '../../../webview/question/hindsight';
import { LastOfRun } from '../../../webview/lastOfRun';
import { layerChoices, nextChoice, withLayer } from '../../../webview/question/layerChoices';
import { madeUpAnalysis } from '../core/madeUpAnalysis';
import { shownOf } from '../panel/runOnScreen';

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
    assert.equal(differenceInWords(4, 4.0625), 'from oracle to router');
    assert.equal(differenceInWords(null, 4), 'from oracle to router');
    for (const router of [3.75, 4.25]) {
      assert.match(differenceInWords(4, router), /at different compute/);
    }
  });
});

describe('what is left of the oracle’s lead', () => {
  const measured: Hindsight = {
    budget: 4,
    meanLoss: 3,
    advantage: 0.5,
    share: 0.75,
    interval: [0.5, 0.875],
  };

  it('is told with its interval, and without one of a short text', () => {
    assert.equal(
      leadInWords(measured),
      'Hindsight: 75 % of the oracle’s lead over the fixed route (95 % interval 50 to 88 %).',
    );
    assert.equal(
      leadInWords({ ...measured, interval: null }),
      'Hindsight: 75 % of the oracle’s lead over the fixed route. The text is too short for an interval.',
    );
    assert.match(leadInWords({ ...measured, interval: [0.5, 1.1] }), /may be chance\.$/);
    assert.match(leadInWords({ ...measured, share: 1.25 }), /no better than the fixed route/);
  });

  it('is nothing where there is no lead or no route, and may be on its way', () => {
    const none = { ...measured, share: null, interval: null };
    assert.match(leadInWords({ ...none, advantage: 0 }), /no lead/);
    assert.equal(leadInWords({ ...none, advantage: null }), '');
    assert.match(leadInWords(undefined), /being measured/);
    assert.equal(wayOf(none), undefined);
  });

  it('lies on the way from the fixed route to the oracle, and never beyond', () => {
    assert.deepEqual(wayOf(measured), { kept: 0.25, interval: [0.125, 0.5] });
    assert.deepEqual(wayOf({ ...measured, share: 1.5, interval: [0.75, 2] }), {
      kept: 0,
      interval: [0, 0.25],
    });
    assert.deepEqual(wayOf({ ...measured, interval: null }), { kept: 0.25, interval: null });
  });
});

describe('LastOfRun', () => {
  it('keeps a part while it is made anew for the same run', () => {
    const parts = new LastOfRun<string>();
    const of = (text: string, revision: number) =>
      subjectOf(shownOf(madeUpAnalysis(text)), revision);
    assert.equal(parts.of(of('one', 1), null), null);
    assert.equal(parts.of(of('one', 1), 'first'), 'first');
    assert.equal(parts.of(of('one', 2), null), 'first');
    assert.equal(parts.of(of('one', 2), 'second'), 'second');
    assert.equal(parts.of(of('other', 3), null), null);
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
