import assert from 'node:assert/strict';
import { AjvJsonSchemaValidator } from '@modelcontextprotocol/sdk/validation/ajv';
import { EXPLAIN_TOKEN, HARD_TOKENS } from '../../../src/assistant/assistantTools';
import { planFor } from '../../../src/assistant/plan';
import { Failure } from '../../../src/core/failure';
import { MODEL } from '../core/madeUpAnalysis';

function fitsSchema(schema: object, value: unknown): boolean {
  return new AjvJsonSchemaValidator().getValidator(schema)(value).valid;
}

function refusal(parse: () => unknown): string {
  try {
    parse();
  } catch (error) {
    assert.ok(error instanceof Failure && error.code === 'request');
    assert.match(error.message, /^[A-Z].*\.$/);
    return error.message;
  }
  return '';
}

describe('a question of an assistant', () => {
  it('needs little, and says what is meant by the rest', () => {
    const question = HARD_TOKENS.parse({ file: 'a.md', budget: null });
    assert.deepEqual(question, {
      ...{ file: 'a.md', text: undefined, modules: undefined, router: undefined },
      ...{ budget: undefined, atMost: false, startLine: undefined, endLine: undefined },
      ...{ by: 'difficulty', count: 10 },
    });
    const all = { text: 'x', modules: 'skip,big', router: 'none', budget: 2, atMost: true };
    const { modules, budget } = HARD_TOKENS.parse({ ...all, by: 'regret', count: 50 });
    assert.deepEqual([modules, budget], [['skip', 'big'], 2]);
  });

  const wrong: readonly (readonly [question: unknown, named: RegExp])[] = [
    [[], /no object/],
    [null, /no object/],
    [{ file: 3 }, /"file" is not a text/],
    [{ file: '' }, /"file" is empty/],
    [{ by: 'constructor' }, /"by" is not one of difficulty \| surprise/],
    [{ count: 0 }, /"count" is not a whole number from 1 to 50/],
    [{ count: 51 }, /"count"/],
    [{ count: '5' }, /"count"/],
    [{ budget: -1 }, /"budget"/],
    [{ budget: 1.5 }, /"budget"/],
    [{ startLine: 0 }, /"startLine"/],
    [{ modules: 'big,small' }, /"modules" is not one of small,big/],
    [{ atMost: 'yes', budget: 1 }, /"atMost" is not true or false/],
    [{ model: '/tmp/model' }, /no such input; there are file, text/],
  ];
  for (const [question, named] of wrong) {
    it(`is refused with a sentence, and by its schema: ${JSON.stringify(question)}`, () => {
      assert.match(
        refusal(() => HARD_TOKENS.parse(question)),
        named,
      );
      const emptyFile = JSON.stringify(question) === '{"file":""}';
      assert.equal(fitsSchema(HARD_TOKENS.input, question), emptyFile);
    });
  }

  it('is refused with a sentence where its inputs do not fit each other', () => {
    for (const [question, named] of [
      [{ file: 'a', text: 'b' }, /not both/],
      [{ atMost: true }, /"atMost" needs "budget"/],
      [{ startLine: 3, endLine: 2 }, /comes before/],
    ] as const) {
      assert.match(
        refusal(() => HARD_TOKENS.parse(question)),
        named,
      );
    }
    assert.match(
      refusal(() => EXPLAIN_TOKEN.parse({ line: 1 })),
      /"column" is missing/,
    );
  });

  it('is about as many big layers as its router was trained for, unless it says', () => {
    const nothing = { modules: undefined, router: undefined, budget: undefined, atMost: false };
    const preferred = { modules: ['skip', 'big'], router: 'skipping', search: undefined } as const;
    const plan = planFor(nothing, MODEL, preferred);
    assert.deepEqual([plan.run.router, plan.constraint.budget], ['skipping', 1]);
    // A preferred router is one for the preferred modules.
    const other = planFor({ ...nothing, modules: ['small', 'big'] }, MODEL, preferred);
    assert.deepEqual([other.run.router, other.constraint.budget], ['half', 2]);
    const asked = { ...nothing, router: 'three-way', budget: 3, atMost: true };
    assert.deepEqual(planFor(asked, MODEL, preferred).constraint, {
      ...{ budget: 3, atMost: true },
      layers: ['auto', 'auto', 'auto'],
    });
  });

  it('is refused with a sentence where it does not fit the model', () => {
    const nothing = { modules: undefined, router: undefined, budget: undefined, atMost: false };
    const preferred = { modules: ['small', 'big'], router: undefined, search: undefined } as const;
    assert.match(
      refusal(() => planFor({ ...nothing, budget: 4 }, MODEL, preferred)),
      /more than the 3 layers/,
    );
    assert.match(
      refusal(() => planFor({ ...nothing, router: 'quarter' }, MODEL, preferred)),
      /no router "quarter"/,
    );
    const small = { ...MODEL, moduleLists: [['small', 'big'] as const] };
    assert.match(
      refusal(() => planFor({ ...nothing, modules: ['skip', 'big'] }, small, preferred)),
      /only about small,big/,
    );
  });
});
