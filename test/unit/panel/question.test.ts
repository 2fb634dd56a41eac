import assert from 'node:assert/strict';
import { Failure } from '../../../src/core/failure';
import {
  defaultQuestion,
  fitQuestion,
  parseQuestion,
  questionAbout,
} from '../../../src/panel/question';
import { madeUpAnalysis, MODEL } from '../core/madeUpAnalysis';

const QUESTION = { budget: 2, atMost: true, layers: ['auto', 'big', 'skip'] } as const;

describe('the default question', () => {
  it('asks for as many big layers as the router takes, else for half of them', () => {
    const budgetOf = (router: string | undefined): number | undefined =>
      defaultQuestion(MODEL, router).budget;
    assert.deepEqual(['half', 'skipping', undefined, 'unknown'].map(budgetOf), [2, 1, 2, 2]);
    const greedy = { name: 'greedy', budget: 7, modules: ['small', 'big'] as const };
    assert.equal(defaultQuestion({ ...MODEL, routers: [greedy] }, 'greedy').budget, 3);
  });

  it('is exact, with every layer free', () => {
    const { atMost, layers } = defaultQuestion(MODEL, 'half');
    assert.equal(atMost, false);
    assert.deepEqual(layers, ['auto', 'auto', 'auto']);
  });

  it('takes the place of a question about a model of other layers', () => {
    const analysis = madeUpAnalysis('ab');
    assert.deepEqual(questionAbout(QUESTION, analysis), { constraint: QUESTION, asked: true });
    const nobody = { constraint: defaultQuestion(MODEL, 'half'), asked: false };
    assert.deepEqual(questionAbout(null, analysis), nobody);
    assert.deepEqual(questionAbout({ ...QUESTION, layers: ['auto'] }, analysis), nobody);
    assert.equal(fitQuestion({ ...QUESTION, layers: ['auto'] }, MODEL), null);
    assert.equal(fitQuestion(QUESTION, MODEL), QUESTION);
  });
});

describe('parseQuestion', () => {
  it('reads what a page sends, also as JSON', () => {
    assert.deepEqual(parseQuestion(QUESTION, 3), QUESTION);
    assert.equal(parseQuestion(null, 3), null);
    const any = { ...QUESTION, budget: undefined };
    assert.deepEqual(parseQuestion(JSON.parse(JSON.stringify(any)), 3), any);
    assert.deepEqual(parseQuestion({ ...QUESTION, budget: null }, 3), any);
  });

  it('takes nothing else over', () => {
    assert.deepEqual(parseQuestion({ ...QUESTION, more: 'x' }, 3), QUESTION);
  });

  for (const [what, value] of [
    ['nothing', undefined],
    ['text', 'auto'],
    ['no layers', { budget: 1, atMost: false }],
    ['too few layers', { ...QUESTION, layers: ['auto'] }],
    ['unknown modules', { ...QUESTION, layers: ['auto', 'huge', 'auto'] }],
    ['a budget above the layers', { ...QUESTION, budget: 4 }],
    ['a negative budget', { ...QUESTION, budget: -1 }],
    ['half a layer', { ...QUESTION, budget: 0.5 }],
    ['a budget in words', { ...QUESTION, budget: '2' }],
    ['no atMost', { ...QUESTION, atMost: 'yes' }],
  ] as const) {
    it(`refuses ${what} with a sentence`, () => {
      assert.throws(
        () => parseQuestion(value, 3),
        (error) =>
          error instanceof Failure && error.code === 'request' && error.message.endsWith('.'),
      );
    });
  }
});
