import assert from 'node:assert/strict';
import path from 'node:path';
import { anyLayers } from '../../src/core/oracle';
import { analyzed, extension, hoverAt, open, set, useTinyModel } from './support';
import { TestPanel } from './testPanel';

const TEXT = 'let total = 12; // and one more';

/** Bundles that are laid out otherwise than the one that ships. */
const LAYOUTS = [
  { name: 'deep-duo', layers: 12 },
  { name: 'grouped-duo', layers: 2 },
] as const;

describe('models of other layouts', () => {
  after(useTinyModel);

  for (const { name, layers } of LAYOUTS) {
    it(`are analysed, drawn and asked about (${name})`, async () => {
      await set('model', path.join(extension().extensionPath, 'test/fixtures', name));
      const panel = new TestPanel();
      try {
        const page = panel.show();
        const { document } = await open(TEXT);
        await page.analyze();
        const { subject, curve } = page.told;
        assert.equal(subject?.subject?.tokens.texts.join(''), TEXT);
        assert.equal(curve?.curve.oracle.length, layers + 1);
        const detail = await page.call('detail', { token: 1 });
        assert.equal(detail.losses.length, 2 ** layers);
        await page.call('ask', { budget: 1, atMost: false, layers: anyLayers(layers) });
        assert.equal(page.told.answer?.answer.admissible, layers);
        assert.equal(page.told.answer.answer.usage?.length, layers);
        const result = panel.results.of(document) ?? assert.fail();
        assert.equal(result.analysis.model.name, name);
      } finally {
        panel.dispose();
      }
    });

    it(`are told of by the hover (${name})`, async () => {
      const { document } = await analyzed(TEXT);
      assert.match(await hoverAt(document, 4), /difficulty/i);
    });
  }
});
