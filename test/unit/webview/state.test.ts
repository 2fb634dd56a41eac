import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { Analysis } from '../../../src/core/analysis';
import { subjectOf } from '../../../src/panel/subject';
import type { Memory } from '../../../webview/memory';
import { pinnedToken, Store } from '../../../webview/state';
import { madeUpAnalysis } from '../core/madeUpAnalysis';
import { shownOf } from '../panel/runOnScreen';

/** Outlives the pages that write into it. */
function memory(): Memory {
  let kept: unknown;
  return {
    read: () => kept,
    write: (value) => {
      kept = JSON.parse(JSON.stringify(value));
    },
  };
}

function show(store: Store, analysis: Analysis): void {
  store.apply({ kind: 'subject', subject: subjectOf(shownOf(analysis), 1) });
}

/** Of a text that nothing else is like. */
function analysisOf(text: string): Analysis {
  const made = madeUpAnalysis(text);
  const source = { ...made.source, sha256: createHash('sha256').update(text).digest('hex') };
  const analysis = new Analysis(made.model, source, made.run);
  for (const event of made.events()) analysis.apply(event);
  return analysis;
}

describe('Store', () => {
  const text = analysisOf('some text');
  const otherText = analysisOf('other text');

  it('follows the cursor, and stays where it was when the cursor is on no token', () => {
    const store = new Store(memory());
    show(store, text);
    store.apply({ kind: 'cursor', token: 3 });
    store.apply({ kind: 'cursor', token: null });
    assert.equal(store.state.token, 3);
    show(store, otherText);
    assert.equal(store.state.token, null);
  });

  it('stays on a pinned token, also in the next life of the page', () => {
    const kept = memory();
    const before = new Store(kept);
    show(before, text);
    before.pin(5);
    before.apply({ kind: 'cursor', token: 2 });
    before.select(1);
    assert.equal(before.state.token, 5);
    const after = new Store(kept);
    assert.equal(pinnedToken(after.state), null);
    show(after, text);
    after.apply({ kind: 'cursor', token: 2 });
    assert.deepEqual([after.state.token, pinnedToken(after.state)], [5, 5]);
    after.pin(null);
    assert.equal(after.state.token, 2);
    after.select(1);
    assert.equal(after.state.token, 1);
  });

  it('begins with the most difficult token where no editor has a cursor', () => {
    const store = new Store(memory());
    const abilities = { run: false, reveal: false, save: true };
    const face = { document: 'a.md', state: 'done', note: null, progress: null, freshTokens: null };
    store.apply({ kind: 'face', face: { ...face, state: 'done', abilities } });
    show(store, text);
    const { difficulty } = subjectOf(shownOf(text), 1).tokens;
    const hardest = difficulty.indexOf(Math.max(...difficulty));
    assert.equal(store.state.token, hardest);
    store.pin(2);
    store.pin(null);
    assert.equal(store.state.token, hardest);
  });

  it('takes a pin for no token of another text, nor of another part of it', () => {
    const store = new Store(memory());
    show(store, text);
    store.pin(2);
    for (const other of [otherText, text.slice(4, 9)]) {
      show(store, other);
      assert.deepEqual([store.state.token, pinnedToken(store.state)], [null, null]);
      show(store, text);
      assert.equal(store.state.token, 2);
    }
  });

  it('leaves a token that is there no more', () => {
    const store = new Store(memory());
    show(store, text);
    store.pin(8);
    show(store, text.slice(0, 3));
    assert.deepEqual([store.state.token, pinnedToken(store.state)], [null, null]);
  });
});
