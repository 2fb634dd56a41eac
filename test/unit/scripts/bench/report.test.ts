import assert from 'node:assert/strict';
import { notMeasured, sampled, value } from '../../../../scripts/bench/measurement';
import { report } from '../../../../scripts/bench/report';
import { markdownTable, textTable } from '../../../../scripts/bench/table';

const reference = { name: 'MatMul', value: 200 };
const MEASUREMENTS = [
  value('oracle', 'GF/s', 150, { reference, target: { timesReference: 0.85 } }),
  sampled('cancel', 'ms', [10, 12, 90], { target: { atMost: 150 }, note: 'of 20' }),
  notMeasured('PyTorch', 'tokens/s', 'It is not installed.'),
];

describe('tables of the benchmark', () => {
  it('align in a terminal and say everything of a measurement', () => {
    const [headings = '', oracle = '', cancel = '', missing = ''] =
      textTable(MEASUREMENTS).split('\n');
    const at = headings.indexOf('to compare');
    assert.ok(oracle.startsWith('MatMul: 200 GF/s', at));
    assert.match(oracle, /^oracle +150 GF\/s .* 0\.75 +at least 0\.85 times +MISSED$/);
    assert.match(cancel, /^cancel +12 ms +90 ms +3 .*at most 150 ms +met; of 20$/);
    assert.match(missing, /not measured .*It is not installed\.$/);
  });

  it('as Markdown hold whatever a cell says', () => {
    const table = markdownTable([
      ['name', 'value'],
      ['a|b', '1'],
    ]);
    assert.equal(table, '| name | value |\n| --- | --- |\n| a\\|b | 1 |');
  });
});

describe('the report of the benchmark', () => {
  const date = new Date('2026-11-24T18:00:00Z');
  const text = report(MEASUREMENTS, date, [['processor', 'a quick one']], 'Why it is missed.\n');

  it('says when and on what it was measured, and what was written by hand', () => {
    for (const part of ['2026-11-24', '| processor | a quick one |', 'Why it is missed.']) {
      assert.ok(text.includes(part), part);
    }
  });

  it('gives a verdict on each measurement that has a target, and on no other', () => {
    const targets = text.slice(text.indexOf('## Targets'), text.indexOf('Why it is missed.'));
    assert.ok(targets.includes('| oracle | at least 0.85 times | 0.75 times MatMul | **no** |'));
    assert.ok(targets.includes('| cancel | at most 150 ms | 12 ms | yes |'));
    assert.ok(!targets.includes('PyTorch'));
  });

  it('lists all measurements', () => {
    const all = text.slice(text.indexOf('## All measurements'));
    for (const { name } of MEASUREMENTS) assert.ok(all.includes(`| ${name} |`), name);
  });
});
