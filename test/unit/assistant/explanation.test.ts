import assert from 'node:assert/strict';
import { AjvJsonSchemaValidator } from '@modelcontextprotocol/sdk/validation/ajv';
import { EXPLAIN_TOKEN } from '../../../src/assistant/assistantTools';
import { MOST_CHARACTERS } from '../../../src/assistant/bounds';
import type { Explanation } from '../../../src/assistant/explanation';
import type { Subject } from '../../../src/assistant/subject';
import { Failure } from '../../../src/core/failure';
import { measure } from '../../../src/core/measures';
import { atOnce } from '../../../src/core/steps';
import { tokenJson } from '../../../src/core/tokenJson';
import { madeUpSubject, NASTY } from './madeUpSubject';

const TEXT = 'one\ntwo three\n';

function explained(subject: Subject, line: number, column: number): Explanation {
  return atOnce(EXPLAIN_TOKEN.answer(subject, EXPLAIN_TOKEN.parse({ line, column })));
}

describe('the explanation of a token', () => {
  const subject = madeUpSubject(TEXT);
  const { analysis, constraint } = subject;
  const round = (value: number | null): number | null =>
    value === null ? null : Math.round(value * 1000) / 1000;

  it('has the numbers of the core at every budget', () => {
    const at = TEXT.indexOf('three');
    const answer = explained(subject, 2, 5);
    const token = analysis.tokens.at(at) ?? assert.fail();
    const json = tokenJson(analysis, measure(analysis, { constraint }), TEXT, token, at);
    assert.equal(answer.index, at);
    assert.equal(answer.token.text, 't');
    assert.equal(answer.token.surrounding, 'one\\ntwo ⟦t⟧hree\\n');
    assert.deepEqual([answer.small, answer.big], [round(json.loss.small), round(json.loss.big)]);
    assert.equal(answer.predictedDifficulty, round(json.predictedDifficulty));
    assert.equal(answer.routerOwnLoss, round(json.router?.ownLoss ?? null));
    assert.deepEqual(
      answer.byBudget,
      json.byBudget.map(({ budget, route, loss, hindsightFree }) => {
        return { budget, route, loss: round(loss), withoutHindsight: round(hindsightFree) };
      }),
    );
    assert.equal(answer.budget, 2);
  });

  it('can be asked for of the end of a line', () => {
    assert.equal(explained(subject, 1, 4).token.text, '\\n');
  });

  it('is refused with a sentence where there is nothing', () => {
    for (const [line, column, named] of [
      [4, 1, /no line 4: the text has 3 lines/],
      [1, 5, /Line 1 has no column 5: it ends at 4/],
      [3, 1, /no column 1/],
    ] as const) {
      assert.throws(
        () => EXPLAIN_TOKEN.part(EXPLAIN_TOKEN.parse({ line, column }), subject.lines),
        (error) =>
          error instanceof Failure && error.code === 'request' && named.test(error.message),
      );
    }
  });

  it('fits its schema and the bounds, also of a nasty text', () => {
    const validate = new AjvJsonSchemaValidator().getValidator(EXPLAIN_TOKEN.output);
    for (const column of [1, 8, 20]) {
      const answer = explained(madeUpSubject(NASTY), 1, column);
      const { valid, errorMessage } = validate(JSON.parse(JSON.stringify(answer)));
      assert.ok(valid, errorMessage);
      assert.ok(JSON.stringify(answer).length < MOST_CHARACTERS);
      assert.ok(EXPLAIN_TOKEN.inWords(answer).length < MOST_CHARACTERS);
    }
  });
});
