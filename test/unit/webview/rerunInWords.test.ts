import assert from 'node:assert/strict';
import type { Constraint } from '../../../src/core/constraint';
import type { RerunState } from '../../../src/panel/rerun';
import { subjectOf } from '../../../src/panel/subject';
import {
  answersQuestion,
  changedInWords,
  endInWords,
  ranInWords,
  requestInWords,
  rerunFigures,
  rerunState,
} from '../../../webview/rerun/rerunInWords';
import { RerunVoice } from '../../../webview/rerun/rerunVoice';
import { madeUpAnalysis } from '../core/madeUpAnalysis';
import { shownOf } from '../panel/runOnScreen';

const CONSTRAINT: Constraint = { budget: 2, atMost: false, layers: ['auto', 'small', 'auto'] };
const FREE: Constraint = { ...CONSTRAINT, layers: ['auto', 'auto', 'auto'] };

const SELF: RerunState = {
  request: { kind: 'self' },
  constraint: CONSTRAINT,
  state: 'done',
  note: null,
  known: 1200,
  tokens: 1200,
  tokensPerSecond: 40,
  compared: 1200,
  promised: 2.5,
  hindsightFree: null,
  reached: 2.75,
  meanBudget: 2,
  usage: null,
};
const ROUTER: RerunState = { ...SELF, request: { kind: 'router', router: 'half' } };

describe('a rerun in words', () => {
  it('says what would be run', () => {
    assert.match(requestInWords('self', CONSTRAINT), /exactly 2 big, layer 2 small/);
    assert.match(requestInWords('router', CONSTRAINT), /^Forced: layer 2 small\. /);
    assert.match(requestInWords('router', FREE), /^No layer is forced/);
  });

  it('names the question that a run’s numbers are of, and that it is another one now', () => {
    assert.equal(ranInWords(SELF), 'This run: the oracle with exactly 2 big, layer 2 small.');
    assert.match(ranInWords({ ...SELF, state: 'running' }), /^Running: the oracle/);
    assert.equal(ranInWords(ROUTER), 'This run: router half with layer 2 small.');
    assert.match(ranInWords({ ...ROUTER, constraint: FREE }), /half with no layer forced\.$/);
    assert.match(changedInWords(true), /has changed since.*Run it again/);
    assert.doesNotMatch(changedInWords(false), /again/);
  });

  it('compares the whole question of a self run, but only the layers of a router’s', () => {
    const other = { ...CONSTRAINT, budget: 1 };
    assert.ok(answersQuestion(SELF, { ...CONSTRAINT }));
    assert.ok(!answersQuestion(SELF, other));
    assert.ok(answersQuestion(ROUTER, other));
    assert.ok(!answersQuestion(ROUTER, FREE));
  });

  it('puts promise and reached side by side, each with its context', () => {
    const { caption, rows } = rerunFigures(SELF, 'big');
    assert.match(caption, /1,200 tokens/);
    assert.deepEqual(rows, [
      ['promised (big context, table)', '2.500', '12.18'],
      ['reached (self context, this run)', '2.750', '15.64'],
      ['difference', '+0.250', '+3.46'],
    ]);
    assert.match(rerunFigures({ ...SELF, compared: 900 }, 'big').caption, /900 of 1,200 tokens/);
    assert.match(rerunFigures(ROUTER, 'self').rows[1]?.[0] ?? '', /own run/);
  });

  it('has beside the promise what would have been promised without hindsight', () => {
    const { rows } = rerunFigures({ ...SELF, hindsightFree: 3 }, 'big');
    assert.deepEqual(rows.at(-1), ['without hindsight (big context, table)', '3.000', '20.09']);
  });

  it('leaves dashes where a run has reached nothing', () => {
    const { rows } = rerunFigures({ ...SELF, promised: null, reached: null }, 'big');
    assert.deepEqual(rows.map(([, ...numbers]) => numbers).flat(), new Array(6).fill('–'));
  });

  it('says how it ended', () => {
    assert.equal(rerunState(SELF), null);
    const stopped = rerunState({ ...SELF, state: 'stopped', known: 300 });
    assert.equal(stopped, 'Stopped after 300 of 1,200 tokens.');
    assert.equal(rerunState({ ...SELF, state: 'failed', note: 'It failed.' }), 'It failed.');
    assert.equal(rerunState({ ...SELF, state: 'running', known: 0 }), null);
    assert.equal(rerunState({ ...SELF, state: 'running', known: 5 }), 'So far:');
  });

  it('says aloud what it reached, in which context and over how many tokens', () => {
    assert.equal(
      endInWords(SELF, 'big'),
      'The rerun has finished. Promised 2.500 nats in big context, reached 2.750 nats, over 1,200 tokens.',
    );
    const failed = { ...SELF, state: 'failed', note: 'It failed.', promised: null } as const;
    assert.equal(endInWords({ ...failed, reached: null }, 'big'), 'It failed.');
    assert.match(endInWords(failed, 'big'), /^It failed\. Reached 2\.750 nats/);
  });
});

describe('RerunVoice', () => {
  const subject = subjectOf(shownOf(madeUpAnalysis('said')), 1);
  const other = subjectOf(shownOf(madeUpAnalysis('another')), 2);
  const running = (known: number, of = SELF): RerunState => ({ ...of, state: 'running', known });

  function voice() {
    const said: string[] = [];
    return { said, voice: new RerunVoice((sentence) => said.push(sentence)) };
  }

  it('says each quarter once, and the end', () => {
    const { said, voice: heard } = voice();
    for (const known of [0, 10, 300, 310, 700, 1200]) {
      heard.hear({ subject, reruns: [ROUTER, running(known)] });
    }
    heard.hear({ subject, reruns: [ROUTER, SELF] });
    heard.hear({ subject, reruns: [ROUTER, SELF] });
    assert.deepEqual(said, ['Rerun: 25 %.', 'Rerun: 50 %.', endInWords(SELF, 'big')]);
  });

  it('begins anew with every run', () => {
    const { said, voice: heard } = voice();
    heard.hear({ subject, reruns: [running(700)] });
    heard.hear({ subject, reruns: [running(300)] });
    const stopped = { ...SELF, state: 'stopped', known: 300 } as const;
    heard.hear({ subject, reruns: [stopped, running(400, ROUTER)] });
    const quarters = said.filter((sentence) => sentence.startsWith('Rerun'));
    assert.deepEqual(quarters, ['Rerun: 50 %.', 'Rerun: 25 %.', 'Rerun: 25 %.']);
    assert.equal(said.filter((sentence) => sentence.startsWith('Stopped')).length, 1);
  });

  it('takes no rerun of another analysis for the end of this one', () => {
    const { said, voice: heard } = voice();
    heard.hear({ subject, reruns: [running(10)] });
    heard.hear({ subject: other, reruns: [SELF] });
    heard.hear({ subject, reruns: [SELF] });
    assert.deepEqual(said, []);
  });
});
