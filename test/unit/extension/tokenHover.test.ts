import assert from 'node:assert/strict';
import type { Constraint } from '../../../src/core/constraint';
import { tokenHover, type HoverSubject } from '../../../src/extension/tokenHover';
import { sampleAnalysis, type SampleToken } from './sampleAnalysis';

const TOKENS: SampleToken[] = [
  { text: 'The', losses: [1, 1, 1, 1] },
  { text: ' cat', losses: [5, 3, 2, 2.5] },
  { text: '`<b>|', losses: [3, 3, 3, 3] },
  { text: ' sat' },
];

const AT_MOST_ONE: Constraint = { budget: 1, atMost: true, layers: ['auto', 'small'] };

function hover(first: number, changes: Partial<HoverSubject> = {}): string {
  return tokenHover({
    ...sampleAnalysis(TOKENS),
    range: { first, end: first + 1 },
    fresh: true,
    quantity: 'difficulty',
    question: { constraint: AT_MOST_ONE, asked: false },
    decoration: 'fill',
    tolerance: 0.05,
    ...changes,
  });
}

describe('tokenHover', () => {
  const text = hover(1);

  it('says which token it is and what its predictor saw', () => {
    assert.match(text, /^\*\*`·cat`\*\* .*compute helps/);
    assert.match(text, /Token 2, predicted from what stands before it, which ends in `The`\./);
    assert.match(
      hover(0),
      /Token 1, the first: predicted from nothing but the start of the text\./,
    );
  });

  it('gives surprise, difficulty and kind in words', () => {
    assert.match(text, /Surprise 5\.00 nats: with all layers small .* 0\.7 %/);
    assert.match(text, /Difficulty 3\.00 nats: the best route makes it 20\.1 times as likely/);
    assert.match(text, /level 6 of 6/);
    assert.match(text, /--vscode-duoLLM-level6/);
  });

  it('draws the routes of oracle and router layer by layer', () => {
    assert.match(
      text,
      /layer {4}1 2\noracle {3}s B {3}1 big, 2\.00 nats\nrouter {3}B s {3}1 big, 3\.00 nats/,
    );
  });

  it('adds the oracle as asked in the panel', () => {
    const asked = hover(1, { question: { constraint: AT_MOST_ONE, asked: true } });
    assert.match(asked, /\noracle {3}s B .*\nasked {4}B s {3}1 big, 3\.00 nats\nrouter/);
    assert.match(asked, /as asked in the panel, at most 1 big, layer 2 small\./);
    const none: Constraint = { budget: 2, atMost: false, layers: ['auto', 'small'] };
    const noRoute = hover(1, { question: { constraint: none, asked: true } });
    assert.doesNotMatch(noRoute, /\nasked/);
    assert.match(noRoute, /exactly 2 big, layer 2 small\. No route is like that\./);
  });

  describe('of a bundle that foresees', () => {
    const cat: SampleToken = {
      text: ' cat',
      losses: [5, 3, 2, 2.5],
      expected: [4, 1, 2, 3],
      predictedDifficulty: 1.25,
    };
    const sample = sampleAnalysis([{ text: 'The' }, cat]);
    const foreseen = hover(1, sample);

    it('has the route that is picked without the answer beneath the oracle’s', () => {
      assert.match(
        foreseen,
        /\noracle {9}s B {3}1 big, 2\.00 nats\nno hindsight {3}B s {3}1 big, 3\.00 nats\nrouter/,
      );
      assert.match(foreseen, /\*no hindsight\*: picked without the answer\)/);
      assert.doesNotMatch(text, /no hindsight/);
    });

    it('has it under what was asked, if anything was', () => {
      const none: Constraint = { budget: 0, atMost: false, layers: ['auto', 'auto'] };
      const asked = hover(1, { ...sample, question: { constraint: none, asked: true } });
      assert.match(asked, /\nasked {10}s s .*\nno hindsight {3}s s {3}0 big, 5\.00 nats\n/);
    });

    it('has its loss at every budget', () => {
      assert.match(foreseen, /big {3}loss {2}no hindsight\n.*\n {2}1 {3}2\.00 {10}3\.00 /);
    });

    it('says how difficult it was expected to be', () => {
      assert.match(foreseen, /as likely\. Predicted difficulty, before seeing it: 1\.25 nats\.\n/);
      assert.doesNotMatch(text, /Predicted difficulty/);
    });
  });

  it('heads with the colour’s quantity, also where that follows the question', () => {
    const question = { constraint: AT_MOST_ONE, asked: false };
    // 3 nats at best within the question, 2 without it.
    assert.match(hover(1, { quantity: 'shortfall', question }), /shortfall: level 3 of 6/);
    assert.match(hover(1, { quantity: 'oracleLoss', question }), /: level 3 of 6/);
    assert.match(hover(1, { quantity: 'surprise', question }), /surprise: level 4 of 6/);
  });

  it('names the regret in the table and the loss in the router’s own run apart', () => {
    assert.match(text, /Router one\\-big: regret 1\.00 nats/);
    assert.match(text, /loss 2\.50 nats in its own run/);
  });

  it('shows the loss at every budget, and which is enough', () => {
    assert.match(text, /0 {3}5\.00 .*ss\n.*1 {3}2\.00 .*sB {2}best, enough\n.*2 {3}2\.50 .*BB/);
    assert.match(text, /within 0\.05 nats of the best/);
    assert.match(hover(1, { tolerance: 4 }), /\n {2}0 {3}5\.00 .*ss {2}enough\n/);
  });

  it('lists the model’s predictions and marks the token among them', () => {
    assert.match(text, /expected\*\* `The` 37 %, \*\*`·cat` 14 %\*\*, /);
  });

  it('names the context of its losses', () => {
    assert.match(text, /Losses of two\\-layers in \*big\* context/);
  });

  it('keeps the user’s text in code spans', () => {
    assert.ok(hover(2).startsWith('**``'));
    assert.ok(
      !hover(2)
        .replaceAll(/(`+)[^\n]*?\1/g, '')
        .includes('<b>'),
    );
  });

  it('warns about stale numbers and says when there are none yet', () => {
    assert.match(hover(1, { fresh: false }), /\*\*Stale\*\*/);
    assert.doesNotMatch(text, /Stale/);
    const unknown = hover(3);
    assert.match(unknown, /not been computed yet/);
    assert.doesNotMatch(unknown, /NaN/);
  });

  it('lists all tokens of one character', () => {
    const sample = sampleAnalysis([
      { text: '\\xF0\\x9F', length: 2, losses: [3, 2, 2, 2] },
      { text: '\\x98', length: 0, losses: [4, 1, 1, 1] },
    ]);
    const both = hover(0, { ...sample, range: { first: 0, end: 2 } });
    assert.match(both, /This character is 2 tokens/);
    // As on screen: coloured by the harder of the two.
    assert.match(both, /difficulty: level 6 of 6/);
    assert.match(both, /1\. `\\xF0\\x9F`: surprise 3\.00 nats, difficulty 1\.00 nats/);
    assert.match(both, /2\. `\\x98`: surprise 4\.00 nats, difficulty 3\.00 nats/);
  });
});
