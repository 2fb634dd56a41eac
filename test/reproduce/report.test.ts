import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ROOT } from '../../scripts/paths';
import { reproduce } from '../../scripts/reproduce';
import { earlierOthers, writeReport } from '../../scripts/reproduce/output';
import type { Report } from '../../scripts/reproduce/report';

const DUO = path.join(ROOT, 'models/duo-8l');
const TINY = path.join(ROOT, 'test/fixtures/tiny-duo');
const FIGURES = ['2', '3', '4a', '4b', '4c', '5', '6', '7'];

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'duo-report-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

async function quick(model: string, others: readonly string[] = []): Promise<Report> {
  return await reproduce({ quick: true, model, others, out: path.join(folder, 'report') });
}

function verdict(report: Report, wanted: string): string | undefined {
  return report.findings.find(({ id }) => id === wanted)?.verdict;
}

describe('the shipped model', () => {
  it('is what its duo.json says: the engine measures the same numbers as PyTorch', async () => {
    const { metrics } = (await quick(DUO)).tables;
    assert.deepEqual(new Set(metrics.map(({ set }) => set)), new Set(['prose', 'code']));
    const differing = metrics.filter(({ agree }) => agree !== 'yes');
    assert.deepEqual(differing, []);
  });

  it('shows F1 and F2 in prose and in code', async () => {
    const report = await quick(DUO);
    assert.equal(verdict(report, 'F1'), 'reproduced');
    assert.equal(verdict(report, 'F2'), 'reproduced');
  });

  it('has the paper’s routers and its hindsight in the report', async () => {
    const { tables, model } = await quick(DUO);
    const budgets = new Set(tables.hindsight.map(({ budget }) => budget));
    assert.equal(budgets.size, model.layers + 1);
    for (const set of ['prose', 'code']) {
      const own = tables.budgets.filter((row) => row.set === set && row.context === 'self');
      for (const name of ['learned-2', 'learned-4', 'learned-6']) {
        assert.ok(
          own.some(({ method }) => method === name),
          name,
        );
      }
    }
  });
});

describe('the report on a bundle', () => {
  it('is a page, figures and tables, and takes the place of an earlier one', async () => {
    const out = path.join(folder, 'report');
    const report = await quick(TINY);
    writeReport(report, out);
    const first = readAll(out);
    writeReport(await quick(TINY), out);
    assert.deepEqual(readAll(out), first);
    assert.deepEqual(readdirSync(folder), ['report']);
    for (const id of FIGURES) {
      assert.match(first[`figure-${id}.svg`] ?? '', /^<svg [^>]*xmlns=/);
      const rows = report.figures.find((figure) => figure.id === id)?.rows.length ?? 0;
      assert.ok(rows > 0 && first[`figure-${id}.csv`]?.trimEnd().split('\n').length === rows + 1);
    }
    for (const [name, text] of Object.entries(first)) {
      assert.doesNotMatch(text, /\bNaN\b|\bundefined\b|Infinity/, name);
    }
  });

  it('says what a bundle has not got', async () => {
    const out = path.join(folder, 'report');
    const report = await quick(TINY);
    assert.deepEqual(report.tables.metrics, []);
    assert.deepEqual(report.tables.routers, []);
    writeReport(report, out);
    const page = readFileSync(path.join(out, 'README.md'), 'utf8');
    assert.match(page, /states no metrics/);
    assert.match(page, /Imitation routers\n\nNot measured/);
    assert.ok(!existsSync(path.join(out, 'metrics.csv')));
  });

  it('keeps what other models said, for the same bundle and sample', async () => {
    const out = path.join(folder, 'report');
    const asked = await quick(TINY, [TINY]);
    const { others } = asked.tables;
    // A model that advises itself: its oracle leaves nothing, and expectations agree.
    const byOracle = others.filter(({ chosenBy }) => chosenBy === 'the other’s oracle');
    assert.ok(byOracle.length > 0 && byOracle.every(({ share }) => share === 0));
    writeReport(asked, out);
    assert.deepEqual((await quick(TINY)).tables.others, others);
    const { model, sample } = asked;
    assert.deepEqual(earlierOthers(out, 'another', sample.sha256, 'quick'), []);
    assert.deepEqual(earlierOthers(out, model.sha256, sample.sha256, 'full'), []);
  });

  it('refuses the opinion of a model with other tokens', async () => {
    await assert.rejects(quick(TINY, [DUO]), /another tokenizer/);
  });
});

function readAll(out: string): Record<string, string> {
  const names = readdirSync(out).sort();
  return Object.fromEntries(
    names.map((name) => [name, readFileSync(path.join(out, name), 'utf8')]),
  );
}
