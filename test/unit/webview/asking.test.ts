import assert from 'node:assert/strict';
import type { Constraint } from '../../../src/core/constraint';
import { anyLayers } from '../../../src/core/oracle';
import { answerOf } from '../../../src/panel/answer';
import type { PanelHost } from '../../../webview/panelHost';
import { Asking } from '../../../webview/asking';
import { questionOf, Store } from '../../../webview/state';
import { subjectOf } from '../../../src/panel/subject';
import { madeUpAnalysis, MODEL } from '../core/madeUpAnalysis';

const analysis = madeUpAnalysis('made up');
const REVISION = 1;

function exactly(budget: number): Constraint {
  return { budget, atMost: false, layers: anyLayers(MODEL.layers) };
}

/** A host whose replies and answers come when the test says so. */
class SlowHost {
  readonly asked: (Constraint | null)[] = [];
  private replies: ((reply: null | undefined) => void)[] = [];

  call: PanelHost['call'] = (_method, request) => {
    this.asked.push(request as Constraint | null);
    return new Promise((resolve) => {
      this.replies.push(resolve);
    });
  };

  async reply(): Promise<void> {
    await this.settle(null);
  }

  async fail(): Promise<void> {
    await this.settle(undefined);
  }

  private async settle(reply: null | undefined): Promise<void> {
    this.replies.shift()?.(reply);
    await new Promise(setImmediate);
  }
}

function panel(): {
  host: SlowHost;
  store: Store;
  asking: Asking;
  answer: (to: Constraint) => void;
} {
  const host = new SlowHost();
  const store = new Store({ read: () => undefined, write: () => undefined });
  const shown = { analysis, vocabulary: [], provider: 'cpu', timing: null, tolerance: 0.05 };
  store.apply({ kind: 'subject', subject: subjectOf(shown, REVISION) });
  const answer = (constraint: Constraint): void => {
    const asked = { constraint, asked: true };
    store.apply({ kind: 'answer', answer: answerOf(analysis, asked, REVISION) });
  };
  answer(exactly(0));
  return { host, store, asking: new Asking(host, store), answer };
}

const shownBudget = (store: Store): number | undefined => questionOf(store.state)?.budget;

describe('asking', () => {
  it('sends one question at a time, and of those that wait only the newest', async () => {
    const { host, asking } = panel();
    for (const budget of [1, 2, 3]) asking.ask(exactly(budget));
    assert.deepEqual(host.asked, [exactly(1)]);
    await host.reply();
    assert.deepEqual(host.asked, [exactly(1), exactly(3)]);
    await host.reply();
    assert.equal(host.asked.length, 2);
  });

  it('shows the newest question at once, whatever older answers come', async () => {
    const { host, store, asking, answer } = panel();
    asking.ask(exactly(1));
    asking.ask(exactly(3));
    assert.equal(shownBudget(store), 3);
    answer(exactly(1));
    assert.equal(shownBudget(store), 3);
    await host.reply();
    answer(exactly(3));
    await host.reply();
    assert.equal(store.state.draft, null);
    assert.equal(shownBudget(store), 3);
  });

  it('follows the host again when the answer comes after the reply', async () => {
    const { host, store, asking, answer } = panel();
    asking.ask(exactly(2));
    await host.reply();
    assert.equal(shownBudget(store), 2);
    answer(exactly(2));
    answer(exactly(1));
    assert.equal(shownBudget(store), 1);
  });

  it('does not wait for an answer that is there already', async () => {
    const { host, store, asking, answer } = panel();
    asking.ask(exactly(0));
    await host.reply();
    answer(exactly(1));
    assert.equal(shownBudget(store), 1);
  });

  it('goes back to what was answered when the host fails', async () => {
    const { host, store, asking } = panel();
    asking.ask(exactly(2));
    await host.fail();
    assert.equal(store.state.draft, null);
    assert.equal(shownBudget(store), 0);
  });

  it('drops the draft when it asks for the question that nobody asked', () => {
    const { host, store, asking } = panel();
    asking.ask(exactly(2));
    asking.ask(null);
    assert.equal(store.state.draft, null);
    assert.deepEqual(host.asked, [exactly(2)]);
  });
});
