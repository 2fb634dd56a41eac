import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { Analysis } from '../../../src/core/analysis';
import { RouteSpace } from '../../../src/core/routes';
import type { Kept } from '../../../src/panel/keptRuns';
import { parseReport, replay, type ReportData } from '../../../src/panel/reportData';
import { snapshotOf } from '../../../src/panel/runSnapshot';
import { reportOf, type ReportContent } from '../../../src/report/report';
import { readAssets } from '../../../src/report/reportAssets';
import { everythingOf } from '../core/everythingOf';
import { madeUpAnalysis, madeUpEvents, MODEL, RUN } from '../core/madeUpAnalysis';
import { runOnScreen, shownOf } from '../panel/runOnScreen';

const ASSETS = { script: 'draw("everything");', style: 'body { margin: 0 }' };

function contentOf(analysis: Analysis, more: Partial<ReportContent> = {}): ReportContent {
  const nothing = { question: null, reruns: [], kept: [], comparedWith: null, exportedAt: 5 };
  return { shown: shownOf(analysis), ...nothing, ...more };
}

function htmlOf(content: ReportContent): string {
  return [...reportOf(content, ASSETS).html].join('');
}

/** As a browser finds it: everything up to the first end tag. */
function dataIn(html: string): ReportData {
  const [, json] =
    /<script type="application\/json" id="report-data">(.*?)<\/script/s.exec(html) ?? [];
  return parseReport(json ?? '');
}

describe('a report', () => {
  it('brings an analysis back, however much of it had arrived', () => {
    const skipped = fc.uniqueArray(fc.integer({ min: 1, max: 40 }), { maxLength: 5 });
    fc.assert(
      fc.property(
        fc.string({ maxLength: 20 }),
        skipped,
        fc.boolean(),
        (text, without, foresight) => {
          const source = { name: 'x', length: text.length, sha256: '' };
          const analysis = new Analysis(MODEL, source, RUN);
          [...madeUpEvents(text, RUN, { foresight })].forEach((event, at) => {
            if (!without.includes(at)) analysis.apply(event);
            if (at !== 0) return;
            const ids = Int32Array.of(1, 2, 3, 4, 5);
            const logProbabilities = Float32Array.of(-1, -2, -3, -4, -5);
            if (text.length > 1)
              analysis.apply({ kind: 'predictions', first: 1, ids, logProbabilities });
          });
          const again = replay(dataIn(htmlOf(contentOf(analysis))));
          assert.deepEqual(everythingOf(again), everythingOf(analysis));
          assert.equal(again.complete, analysis.complete);
        },
      ),
    );
  });

  it('of an analysis without tokens yet is one of nothing', () => {
    const source = { name: 'x', length: 0, sha256: '' };
    const again = replay(dataIn(htmlOf(contentOf(new Analysis(MODEL, source, RUN)))));
    assert.equal(again.complete, false);
    assert.equal(again.tokens.length, 0);
  });

  it('says that a text is empty, once that is known', () => {
    const empty = contentOf(madeUpAnalysis(''));
    const { note } = reportOf(empty, ASSETS);
    assert.match(note ?? '', /^The text is empty/);
    assert.equal(dataIn(htmlOf(empty)).note, note);
    const source = { name: 'x', length: 0, sha256: '' };
    const begun = contentOf(new Analysis(MODEL, source, RUN));
    assert.equal(reportOf(begun, ASSETS).note, undefined);
    assert.equal(reportOf(contentOf(madeUpAnalysis('x')), ASSETS).note, undefined);
  });

  it('brings question, kept runs and vocabulary along', () => {
    const analysis = madeUpAnalysis('some text');
    const question = { budget: 2, atMost: true, layers: ['auto', 'big', 'auto'] } as const;
    const snapshot = snapshotOf(runOnScreen(analysis, question));
    const kept: Kept[] = [{ id: 3, keptAt: 9, snapshot }];
    const data = dataIn(htmlOf(contentOf(analysis, { question, kept, comparedWith: 3 })));
    assert.deepEqual(data.question, question);
    assert.deepEqual(data.kept, kept);
    assert.deepEqual([data.comparedWith, data.note, data.exportedAt], [3, null, 5]);
    assert.deepEqual(data.vocabulary, shownOf(analysis).vocabulary);
  });

  it('allows nothing but its own script and style', () => {
    const html = htmlOf(contentOf(madeUpAnalysis('x')));
    const [, policy = ''] = /Content-Security-Policy" content="([^"]*)"/.exec(html) ?? [];
    const hash = (text: string): string => {
      return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
    };
    assert.deepEqual(policy.split('; '), [
      `default-src 'none'`,
      `script-src ${hash(ASSETS.script)}`,
      `style-src ${hash(ASSETS.style)} ${hash('')}`,
      `base-uri 'none'`,
      `form-action 'none'`,
    ]);
    assert.ok(html.includes(`<script>${ASSETS.script}</script>`));
    assert.ok(html.includes(`<style>${ASSETS.style}</style>`));
  });

  it('holds no markup of a text, a name or a vocabulary', () => {
    const hostile = '</script><script>alert(1)</script><!--<b>&"\u2028\u2029';
    const analysis = madeUpAnalysis('x');
    const named = new Analysis(MODEL, { ...analysis.source, name: hostile }, RUN);
    const shown = { ...shownOf(named), vocabulary: [hostile] };
    const html = htmlOf(contentOf(named, { shown }));
    assert.ok(!html.includes('alert(1)</script>'));
    assert.ok(!/<b>|<!--/.test(html));
    assert.equal(html.match(/<script/g)?.length, 2);
    const data = dataIn(html);
    assert.deepEqual([data.source.name, data.vocabulary], [hostile, [hostile]]);
  });

  it('leaves out tokens whose losses no browser would hold, and says so', () => {
    // 2^16 routes of 4 bytes are 256 KiB a token, so that 256 tokens fit.
    const model = { ...MODEL, layers: 16 };
    const run = { ...RUN, router: undefined };
    const analysis = new Analysis(model, { name: 'x', length: 300, sha256: '' }, run);
    const numbers = Int32Array.from({ length: 300 }, (_, at) => at);
    analysis.apply({
      kind: 'tokens',
      firstIndex: 0,
      ids: numbers,
      starts: numbers,
      ends: numbers,
      windows: [],
    });
    assert.equal(new RouteSpace(run.modules, 16).count * 4, 2 ** 18);
    const { html, note } = reportOf(contentOf(analysis), ASSETS);
    assert.match(note ?? '', /^The report holds the first 256 of 300 tokens: .*\.$/);
    const data = dataIn([...html].join(''));
    assert.equal(data.note, note);
    assert.equal(replay(data).tokens.length, 256);
    assert.equal(reportOf(contentOf(analysis.slice(0, 256)), ASSETS).note, undefined);

    // Expected losses are as many again.
    const row = new Float32Array(2 ** 16);
    analysis.apply({ kind: 'losses', first: 0, losses: row, expected: row });
    assert.match(reportOf(contentOf(analysis), ASSETS).note ?? '', /the first 128 of 300 tokens/);
  });
});

describe('parseReport', () => {
  it('refuses what is no report, with a sentence', () => {
    const whole = htmlOf(contentOf(madeUpAnalysis('abc')));
    const data = dataIn(whole);
    for (const damaged of ['', '{}', '[', 'null', JSON.stringify({ ...data, schema: 'x' })]) {
      assert.throws(() => parseReport(damaged), {
        code: 'text',
        message: /damaged.*another version/,
      });
    }
    const tooLong = { kind: 'losses', first: 2, losses: new Float32Array(16) } as const;
    assert.throws(() => replay({ ...data, events: [...data.events, tooLong] }), { code: 'text' });
  });
});

describe('readAssets', () => {
  let folder = '';
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'duo-llm-pages-'));
  });
  after(() => rm(folder, { recursive: true }));

  it('reads what the build made, and refuses what cannot stand in a page', async () => {
    await assert.rejects(readAssets(folder), { code: 'output', message: /ENOENT.*install/ });
    await writeFile(path.join(folder, 'report.css'), ASSETS.style);
    await writeFile(path.join(folder, 'report.js'), ASSETS.script);
    assert.deepEqual(await readAssets(folder), ASSETS);
    await writeFile(path.join(folder, 'report.js'), 'const tag = "</script>";');
    await assert.rejects(readAssets(folder), { code: 'internal' });
  });
});
