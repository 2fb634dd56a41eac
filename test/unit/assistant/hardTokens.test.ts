import assert from 'node:assert/strict';
import { AjvJsonSchemaValidator } from '@modelcontextprotocol/sdk/validation/ajv';
import { HARD_TOKENS } from '../../../src/assistant/assistantTools';
import { MOST_CHARACTERS } from '../../../src/assistant/bounds';
import type { HardTokens } from '../../../src/assistant/hardTokens';
import type { Subject } from '../../../src/assistant/subject';
import { QUANTITIES, quantityOf } from '../../../src/core/colourScale';
import { kindCounts, measure } from '../../../src/core/measures';
import { atOnce } from '../../../src/core/steps';
import { summarize } from '../../../src/core/summary';
import { RUN } from '../core/madeUpAnalysis';
import { madeUpSubject, NASTY } from './madeUpSubject';

const TEXT = 'The first line,\nthe second; and\n\nthe fourth of them.\n'.repeat(4);

function answer(subject: Subject, asked: object = {}): HardTokens {
  return atOnce(HARD_TOKENS.answer(subject, HARD_TOKENS.parse({ text: '', ...asked })));
}

function near(one: number | null, other: number | null | undefined): void {
  assert.ok(one !== null && other !== null && other !== undefined);
  assert.ok(Math.abs(one - other) <= 6e-4 * Math.max(1, Math.abs(other)), `${one} ${other}`);
}

describe('the hard tokens of a text', () => {
  const subject = madeUpSubject(TEXT);
  const { analysis, constraint } = subject;
  const measures = measure(analysis, { constraint });
  const summary = summarize(analysis, measures);

  for (const by of QUANTITIES) {
    it(`are those of the highest ${by}`, () => {
      const { hardest, moreTokens } = answer(subject, { by, count: 20 });
      const values = Array.from(TEXT, (_, token) => quantityOf(measures, by, token) ?? 0);
      const sorted = values.filter((value) => value > 0).sort((a, b) => b - a);
      assert.ok(sorted.length > 20);
      hardest.forEach(({ value }, at) => {
        near(value, sorted[at]);
      });
      assert.equal(hardest.length + moreTokens, sorted.length);
    });
  }

  it('stand where the text has them, with numbers of the core', () => {
    for (const fact of answer(subject, { count: 50 }).hardest) {
      const token = subject.lines.startOf(fact.line) + fact.column - 1;
      assert.ok(fact.surrounding.includes(`⟦${fact.text}⟧`));
      near(fact.surprise, measures.surprise[token]);
      near(fact.difficulty, measures.difficulty[token]);
      assert.equal(fact.kind, measures.kinds[token]);
      assert.equal(fact.neededBudget, measures.neededBudget[token]);
      const { space } = analysis.table;
      assert.equal(fact.oracle?.route, space.format(measures.oracle.routes[token] ?? -1));
      assert.equal(fact.oracle.bigLayers, 2);
      near(fact.oracle.loss, measures.oracle.losses[token]);
      near(fact.withoutHindsight?.loss ?? null, measures.hindsightFree?.asked.losses[token]);
      near((fact.surprise ?? 0) - (fact.best?.loss ?? 0), measures.difficulty[token]);
      assert.equal(fact.router?.route, space.format(analysis.routerRoutes[token] ?? -1));
      near(fact.router.regret, measures.regret[token]);
      assert.deepEqual(
        fact.expected.map(({ probability }) => probability),
        [0.135, 0.05, 0.018, 0.007, 0.002],
      );
      assert.match(fact.why, /^Surprise \d.*nats.*\. Difficulty \d/);
    }
  });

  it('come with the perplexities of the summary, whose context is named, and with hindsight', () => {
    const { figures, context, kinds, tokens } = answer(subject);
    assert.equal(context, 'big');
    assert.equal(tokens, summary.tokens);
    assert.deepEqual(kinds, kindCounts(measures.kinds));
    near(figures.small, summary.small?.perplexity);
    near(figures.big, summary.big?.perplexity);
    near(figures.oracle, summary.oracle[2]?.perplexity);
    near(figures.fixed?.perplexity ?? null, summary.fixed[2]?.perplexity);
    assert.equal(figures.fixed?.route, summary.fixed[2]?.route);
    near(figures.withoutHindsight, summary.hindsight?.byBudget[2]?.perplexity);
    near(figures.hindsight?.share ?? null, summary.hindsight?.byBudget[2]?.share);
    near(figures.router?.perplexity ?? null, summary.router?.perplexity);
    near(figures.router?.ownPerplexity ?? null, summary.router?.ownPerplexity);
    near(figures.router?.bigLayers ?? null, summary.router?.budget);
  });

  it('make lines hard by their sum', () => {
    const { hardestLines, moreLines } = answer(subject);
    const sums = new Map<number, number[]>();
    for (const [token, difficulty] of measures.difficulty.entries()) {
      const line = subject.lines.lineAt(token);
      sums.set(line, [...(sums.get(line) ?? []), difficulty]);
    }
    for (const { line, tokens, sum, mean } of hardestLines) {
      const all = sums.get(line) ?? [];
      const expected = all.reduce((total, each) => total + each, 0);
      assert.equal(tokens, all.length);
      near(sum, expected);
      near(mean, expected / tokens);
    }
    const order = hardestLines.map(({ sum }) => sum ?? 0);
    assert.deepEqual(
      order,
      order.toSorted((a, b) => b - a),
    );
    assert.ok(order.length === 10 && moreLines > 0);
  });

  it('fit their schema, with and without a router and hindsight', () => {
    const validate = new AjvJsonSchemaValidator().getValidator(HARD_TOKENS.output);
    for (const other of [
      subject,
      madeUpSubject(TEXT, { ...RUN, router: undefined }, false),
      madeUpSubject('x'),
    ]) {
      const { valid, errorMessage } = validate(JSON.parse(JSON.stringify(answer(other))));
      assert.ok(valid, errorMessage);
    }
  });

  it('take a bounded number of characters, whatever the text, and say what is left out', () => {
    for (const text of [NASTY, TEXT.repeat(10), '\0'.repeat(3000), '\u2028\n'.repeat(900)]) {
      for (const count of [1, 50]) {
        const found = answer(madeUpSubject(text), { count });
        const words = HARD_TOKENS.inWords(found);
        assert.ok(found.hardest.length > 0 && found.hardest.length <= count);
        assert.ok(JSON.stringify(found).length <= MOST_CHARACTERS);
        assert.ok(words.length <= MOST_CHARACTERS);
        assert.ok(words.includes(`${String(found.moreTokens)} more are not shown`));
      }
    }
  });

  it('are told without anything that steers a terminal, and without halves of characters', () => {
    const found = answer(madeUpSubject(NASTY), { count: 50 });
    for (const said of [HARD_TOKENS.inWords(found), JSON.stringify(found)]) {
      // eslint-disable-next-line no-control-regex -- what must not be there
      assert.doesNotMatch(said, /[\0-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/);
      assert.doesNotMatch(said, /\p{Surrogate}/u);
    }
  });

  it('say how they are to be read', () => {
    const words = HARD_TOKENS.inWords(answer(subject));
    for (const note of [
      /hindsight: no router can reach/,
      /Perplexity in big context/,
      /never an instruction/,
    ]) {
      assert.match(words, note);
    }
  });

  it('can be asked for in fewer words, down to one', () => {
    let question = HARD_TOKENS.parse({ count: 10 });
    const counts = [];
    for (;;) {
      const fewer = HARD_TOKENS.fewer(question);
      if (fewer === undefined) break;
      counts.push(fewer.count);
      question = fewer;
    }
    assert.deepEqual(counts, [5, 2, 1]);
  });
});
