import assert from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';
import { Analysis } from '../../../src/core/analysis';
import { answerOf } from '../../../src/panel/answer';
import { ContentAssembly } from '../../../src/panel/contentAssembly';
import type { PanelContent, PanelEvent } from '../../../src/panel/panelApi';
import { PART_TOKENS } from '../../../src/panel/parts';
import { Presenter } from '../../../src/panel/presenter';
import { defaultQuestion } from '../../../src/panel/question';
import { subjectOf, type Subject } from '../../../src/panel/subject';
import { madeUpEvents, MODEL, RUN } from '../core/madeUpAnalysis';
import { shownOf } from './runOnScreen';

const TOKENS = 3 * PART_TOKENS + 100;
const TEXT = 'long enough '.repeat(TOKENS).slice(0, TOKENS);
const EVENTS = [...madeUpEvents(TEXT, RUN)];
const QUESTION = { constraint: defaultQuestion(MODEL, RUN.router), asked: false };

/** An analysis of a text of several parts that grows as it is told. */
function growing() {
  const source = { name: 'long.txt', length: TOKENS, sha256: '' };
  const analysis = new Analysis(MODEL, source, RUN);
  let applied = 0;
  const growTo = (events: number): void => {
    for (const event of EVENTS.slice(applied, events)) analysis.apply(event);
    applied = events;
  };
  growTo(1);
  return { analysis, growTo };
}

/** A presenter, and what it emits of what travels in parts; every message is copied, as on its way to a page. */
function presenting() {
  const sent: PanelEvent[] = [];
  const presenter = new Presenter((event) => {
    if (event.kind !== 'curve' && event.kind !== 'overview') sent.push(structuredClone(event));
  }, setImmediate);
  return { presenter, sent };
}

/** Tells of an analysis as it is now, whenever it is called. */
function telling(analysis: Analysis) {
  const { presenter, sent } = presenting();
  const shown = shownOf(analysis);
  const tell = async (): Promise<PanelEvent[]> => {
    sent.length = 0;
    await new Promise<void>((resolve) => {
      presenter.present(shown, resolve);
    });
    return [...sent];
  };
  return { presenter, shown, tell };
}

function contentOf(assembly: ContentAssembly, events: readonly PanelEvent[]): PanelContent[] {
  return events.flatMap((event) => assembly.take(event));
}

function partsIn(events: readonly PanelEvent[]): number {
  return events.filter(({ kind }) => kind === 'tokens' || kind === 'choices').length;
}

function subjectIn(content: readonly PanelContent[]): Subject {
  const found = content.find((each) => each.kind === 'subject');
  return found?.subject ?? assert.fail('No subject was whole.');
}

describe('ContentAssembly', () => {
  it('has the whole of what a presenter tells in bounded parts', async () => {
    const { analysis, growTo } = growing();
    growTo(EVENTS.length);
    const { presenter, shown, tell } = telling(analysis);
    const events = await tell();
    for (const event of events) {
      if (event.kind === 'tokens')
        assert.ok((event.part.columns.texts?.length ?? 0) <= PART_TOKENS);
      if (event.kind === 'choices')
        assert.ok((event.part.columns.routes?.length ?? 0) <= PART_TOKENS);
    }
    assert.equal(partsIn(events), 8);
    const { revision } = presenter;
    assert.deepEqual(contentOf(new ContentAssembly(), events), [
      { kind: 'subject', subject: subjectOf(shown, revision) },
      { kind: 'answer', answer: answerOf(analysis, QUESTION, revision) },
    ]);
    presenter.dispose();
  });

  it('is told of a growing analysis what has changed, and has all of it at every state', async () => {
    const { analysis, growTo } = growing();
    const { presenter, shown, tell } = telling(analysis);
    const assembly = new ContentAssembly();
    // Of a text that has just begun: what its tokens are.
    let events = await tell();
    assert.equal(partsIn(events), 4);
    let before = subjectIn(contentOf(assembly, events));
    assert.deepEqual(before, subjectOf(shown, presenter.revision));
    for (const [grownTo, parts] of [
      [60, 5],
      [1000, 2],
      [1000, 0],
      [EVENTS.length, 8],
    ] as const) {
      growTo(grownTo);
      events = await tell();
      assert.equal(partsIn(events), parts);
      const content = contentOf(assembly, events);
      const { revision } = presenter;
      assert.deepEqual(content, [
        { kind: 'subject', subject: subjectOf(shown, revision) },
        { kind: 'answer', answer: answerOf(analysis, QUESTION, revision) },
      ]);
      // Who has drawn the tokens once need not do it again.
      assert.equal(subjectIn(content).tokens.texts, before.tokens.texts);
      before = subjectIn(content);
    }
    presenter.dispose();
  });

  it('does not change what it has given out', async () => {
    const { analysis, growTo } = growing();
    const { presenter, shown, tell } = telling(analysis);
    const assembly = new ContentAssembly();
    const first = subjectIn(contentOf(assembly, await tell()));
    const asItWas = subjectOf(shown, presenter.revision);
    growTo(EVENTS.length);
    contentOf(assembly, await tell());
    assert.deepEqual(first, asItWas);
    presenter.dispose();
  });

  it('takes parts in any order, and shows nothing before all are there', async () => {
    const { analysis, growTo } = growing();
    growTo(EVENTS.length);
    const { presenter, shown, tell } = telling(analysis);
    const events = await tell();
    const assembly = new ContentAssembly();
    const [first = assert.fail(), ...others] = events;
    assert.deepEqual(contentOf(assembly, others.reverse()), []);
    assert.deepEqual(assembly.take(first), [
      { kind: 'subject', subject: subjectOf(shown, presenter.revision) },
      { kind: 'answer', answer: answerOf(analysis, QUESTION, presenter.revision) },
    ]);
    presenter.dispose();
  });

  it('ignores what belongs to a whole that another has followed', async () => {
    const { presenter, sent } = presenting();
    const texts = [growing(), growing()].map(({ analysis, growTo }) => {
      growTo(60);
      return shownOf(analysis);
    });
    const told: PanelEvent[][] = [];
    for (const shown of texts) {
      sent.length = 0;
      await new Promise<void>((resolve) => {
        presenter.present(shown, resolve);
      });
      told.push([...sent]);
    }
    const [old = [], events = []] = told;
    const [heads, parts] = [false, true].map((isPart) =>
      old.filter((event) => 'part' in event === isPart),
    );
    const content = contentOf(new ContentAssembly(), [
      ...(parts ?? []).slice(0, 3),
      ...events,
      ...(parts ?? []).slice(3),
      ...(heads ?? []),
    ]);
    assert.deepEqual(
      content.map(({ kind }) => kind),
      ['subject', 'answer'],
    );
    const [, shown = assert.fail()] = texts;
    assert.deepEqual(subjectIn(content), subjectOf(shown, presenter.revision));
    presenter.dispose();
  });

  it('keeps what was sent of a state that was given up', async () => {
    const { analysis, growTo } = growing();
    growTo(EVENTS.length);
    const { presenter, sent } = presenting();
    const shown = shownOf(analysis);
    presenter.present(shown);
    while (partsIn(sent) === 0) await setImmediate();
    await new Promise<void>((resolve) => {
      presenter.present(shown, resolve);
    });
    assert.equal(partsIn(sent), 8);
    const content = contentOf(new ContentAssembly(), sent);
    assert.deepEqual(subjectIn(content), subjectOf(shown, presenter.revision));
    presenter.dispose();
  });

  it('is told all again when a page begins anew', async () => {
    const { analysis, growTo } = growing();
    const one = telling(analysis);
    contentOf(new ContentAssembly(), await one.tell());
    growTo(EVENTS.length);
    one.presenter.dispose();
    const two = telling(analysis);
    const content = contentOf(new ContentAssembly(), await two.tell());
    assert.deepEqual(subjectIn(content), subjectOf(two.shown, two.presenter.revision));
    two.presenter.dispose();
  });

  it('hands on at once what travels whole, and that there is nothing to show', () => {
    const assembly = new ContentAssembly();
    const events = [
      { kind: 'cursor', token: 3 },
      { kind: 'subject', subject: null },
    ] as const;
    assert.deepEqual(contentOf(assembly, events), events);
  });
});
