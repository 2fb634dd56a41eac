import assert from 'node:assert/strict';
import { pageOf } from '../../../../scripts/reproduce/page/page';
import { metricsAgree, reportOn } from '../../../../scripts/reproduce/report';
import { lowRouter, madeUpSet, measuredOf } from './madeUpSet';

const losses = (nats: number, standardError = 0.01) => ({
  nats,
  bitsPerByte: nats / 2,
  standardError: { nats: standardError, bitsPerByte: standardError / 2 },
});

const comparison = {
  tokens: 2e6,
  windows: 96,
  variants: [
    {
      name: 'duo',
      kind: 'duo' as const,
      points: [{ bigShare: 1, flops: 5e6, prose: losses(4), code: losses(3) }],
    },
    {
      name: 'dense-1',
      kind: 'dense' as const,
      points: [{ bigShare: 1, flops: 5e6, prose: losses(3.9), code: losses(3.1) }],
    },
  ],
  differences: [{ name: 'dense-1', bigShare: 1, prose: losses(-0.1), code: losses(0.1) }],
};

describe('a report', () => {
  const set = madeUpSet((token) => (token % 2 === 0 ? [4, 1, 3, 3] : [4, 3, 1, 3]), undefined, [
    lowRouter('learned-1', 2.75),
  ]);
  const around = { metrics: undefined, comparison, earlierOthers: [] };

  it('has every finding and figure, and the page shows them', () => {
    const report = reportOn(measuredOf(set), around);
    const page = pageOf(report);
    assert.deepEqual(
      report.findings.map(({ id }) => id),
      ['F1', 'F2', 'F3', 'F4', 'F5', 'F6', 'F7', 'F8'],
    );
    for (const id of ['2', '3', '4a', '4b', '4c', '5', '6', '7', '8']) {
      assert.ok(page.includes(`(figure-${id}.svg)`) && page.includes(`(figure-${id}.csv)`), id);
    }
    assert.match(page, /dense-1 at p\(big\) = 1, prose: −0\.100 ± 0\.020/);
    assert.doesNotMatch(page, /NaN|undefined|null/);
  });

  it('says what was not measured', () => {
    const without = { ...set, routers: [], fixed: [] };
    const report = reportOn(measuredOf(without), { ...around, comparison: undefined });
    const verdicts = new Map(report.findings.map(({ id, verdict }) => [id, verdict]));
    assert.deepEqual(
      ['F4', 'F7', 'F8'].map((id) => verdicts.get(id)),
      ['not measured', 'not measured', 'not measured'],
    );
    assert.ok(!report.figures.some(({ id }) => id === '8'));
    assert.match(pageOf(report), /\*\*Not measured\*\*: there is no `models\/training\/comparison/);
  });

  it('says so when the bundle’s metrics are not what is measured', () => {
    const stated = {
      documents: 10,
      tokens: 40,
      bytes: 120,
      small: { nats: 5 },
      big: { nats: 2 },
      routers: { 'learned-1': { nats: 2.75, bigLayers: 1 } },
    };
    const report = reportOn(measuredOf(set), { ...around, metrics: { quick: { prose: stated } } });
    assert.equal(metricsAgree(report), false);
    assert.match(pageOf(report), /\*\*They do not agree/);
    assert.equal(metricsAgree(reportOn(measuredOf(set), around)), true);
  });
});
