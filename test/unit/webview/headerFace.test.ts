import assert from 'node:assert/strict';
import type { Face } from '../../../src/panel/face';
import { subjectOf } from '../../../src/panel/subject';
import { headerContent, tokenCounts } from '../../../webview/header/faceInWords';
import { madeUpAnalysis } from '../core/madeUpAnalysis';
import { shownOf } from '../panel/runOnScreen';

const FACE: Face = {
  document: 'notes.md',
  state: 'done',
  note: null,
  progress: null,
  freshTokens: null,
  abilities: { run: true, reveal: true, save: true },
};
const TOKENS = { known: 512, count: 1234, selected: false };

function commands(face: Partial<Face>, tokens = TOKENS): string[] {
  return headerContent({ ...FACE, ...face }, tokens).actions.map(({ command }) => command);
}

function sentence(face: Partial<Face>, tokens: typeof TOKENS | undefined = TOKENS): string | null {
  return headerContent({ ...FACE, ...face }, tokens).sentence;
}

describe('what the header says', () => {
  it('names the document, or the product when there is none', () => {
    assert.equal(headerContent(FACE, TOKENS).title, 'notes.md');
    const none = headerContent({ ...FACE, document: null, state: 'noDocument' }, undefined);
    assert.equal(none.title, 'Duo-LLM Inspector');
  });

  it('offers the next step in every state', () => {
    assert.deepEqual(commands({ state: 'noDocument' }), ['openFile']);
    assert.deepEqual(commands({ state: 'absent' }), ['analyze']);
    assert.deepEqual(commands({ state: 'stopped' }), ['analyze']);
    assert.deepEqual(commands({ state: 'stopped', note: 'It failed.' }), ['analyze', 'showLog']);
    assert.deepEqual(commands({ state: 'running' }), []);
    assert.deepEqual(commands({ state: 'done' }), ['analyze']);
    assert.deepEqual(commands({ freshTokens: 300 }), ['analyze']);
  });

  it('offers nothing in a report', () => {
    const abilities = { run: false, reveal: false, save: true };
    for (const state of ['absent', 'stopped', 'done'] as const) {
      assert.deepEqual(commands({ state, abilities, freshTokens: 3 }), []);
    }
  });

  it('says why a document is declined and how a run failed', () => {
    assert.equal(sentence({ state: 'declined', note: 'It is binary.' }), 'It is binary.');
    assert.match(sentence({ state: 'stopped', note: 'It failed.' }) ?? '', /^It failed\. /);
  });

  it('says what is left of a stopped run', () => {
    assert.match(sentence({ state: 'stopped' }) ?? '', /cancelled.*first 512 of 1,234 tokens/);
    const nothing = headerContent({ ...FACE, state: 'stopped' }, { ...TOKENS, known: 0 });
    assert.match(nothing.sentence ?? '', /No token is known/);
  });

  it('leaves running a finished analysis again to those who want to', () => {
    const secondary = (face: Partial<Face>): (boolean | undefined)[] =>
      headerContent({ ...FACE, ...face }, TOKENS).actions.map((action) => action.secondary);
    assert.deepEqual(secondary({ state: 'done' }), [true]);
    assert.deepEqual(secondary({ state: 'done', freshTokens: 300 }), [undefined]);
  });

  it('says whether all of the document was analysed or a selection', () => {
    const analysis = madeUpAnalysis('some text');
    const { length } = analysis.tokens;
    const says = (first: number, end: number): string | null => {
      const subject = subjectOf(shownOf(analysis.slice(first, end)), 1);
      return headerContent(FACE, tokenCounts(subject)).sentence;
    };
    assert.equal(says(0, length), `${String(length)} tokens analysed.`);
    assert.equal(says(0, 2), '2 tokens of a selection analysed.');
    assert.equal(says(2, length), `${String(length - 2)} tokens of a selection analysed.`);
  });

  it('counts the tokens that still hold after an edit, also while a new run goes on', () => {
    for (const state of ['done', 'running'] as const) {
      const content = headerContent({ ...FACE, state, freshTokens: 300 }, TOKENS);
      assert.match(
        content.sentence ?? '',
        /^Edited since: the first 300 of 1,234 tokens still hold;/,
      );
      assert.ok(content.warns);
    }
  });
});
