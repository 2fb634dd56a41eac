import assert from 'node:assert/strict';
import { PageLink } from '../../../src/extension/panel/pageLink';
import type { Port } from '../../../src/protocol/port';

/** A webview whose pages are served by what keeps their messages. */
function linked() {
  const sent: unknown[] = [];
  const pages: { readonly port: Port; readonly messages: unknown[]; closed: boolean }[] = [];
  const postMessage = (message: unknown): Promise<boolean> => {
    sent.push(message);
    return Promise.resolve(true);
  };
  const link = new PageLink({ postMessage }, (port) => {
    const page = { port, messages: [] as unknown[], closed: false };
    port.onMessage((message) => page.messages.push(message));
    port.onClose(() => {
      page.closed = true;
    });
    pages.push(page);
  });
  return { link, pages, sent };
}

const WATCH = { id: 1, method: 'watch', params: null };
const ASK = { id: 2, method: 'ask', params: null };

describe('PageLink', () => {
  it('serves a page from its first call on', () => {
    const { link, pages, sent } = linked();
    link.receive(ASK);
    assert.equal(pages.length, 0);
    link.receive(WATCH);
    link.receive(ASK);
    assert.deepEqual(pages[0]?.messages, [WATCH, ASK]);
    pages[0].port.send('event');
    assert.deepEqual(sent, ['event']);
  });

  it('closes the link when the page goes, and sends nothing more', () => {
    const { link, pages, sent } = linked();
    link.receive(WATCH);
    link.close();
    link.close();
    link.receive(ASK);
    pages[0]?.port.send('late');
    assert.equal(pages[0]?.closed, true);
    assert.deepEqual(pages[0].messages, [WATCH]);
    assert.deepEqual(sent, []);
  });

  it('takes a first call for a new page, also when nobody said that the old one went', () => {
    const { link, pages, sent } = linked();
    link.receive(WATCH);
    link.receive(WATCH);
    link.receive(ASK);
    assert.deepEqual(
      pages.map(({ closed, messages }) => [closed, messages]),
      [
        [true, [WATCH]],
        [false, [WATCH, ASK]],
      ],
    );
    pages[0]?.port.send('from the old server');
    pages[1]?.port.send('from the new one');
    assert.deepEqual(sent, ['from the new one']);
  });

  it('bears messages that are none', () => {
    const { link, pages } = linked();
    for (const message of [null, 'watch', { method: 'watch' }, { id: 1, cancel: true }]) {
      link.receive(message);
    }
    assert.equal(pages.length, 0);
  });
});
