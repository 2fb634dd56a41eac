import assert from 'node:assert/strict';
import { budgetChart, routeChart } from '../../../src/extension/charts';

describe('routeChart', () => {
  it('draws one column per layer under a ruler', () => {
    const routes = [
      { name: 'oracle', modules: ['small', 'big', 'skip'], remark: '1 big' },
      { name: 'router', modules: ['big', 'big', 'small'], remark: '2 big' },
    ] as const;
    assert.deepEqual(routeChart(3, routes), [
      'layer    1 2 3',
      'oracle   s B -   1 big',
      'router   B B s   2 big',
    ]);
  });

  it('keeps the columns aligned with ten layers and more', () => {
    const modules = Array.from({ length: 12 }, () => 'big' as const);
    const [ruler, line] = routeChart(12, [{ name: 'oracle', modules, remark: '' }]);
    assert.equal(ruler?.indexOf('12'), (line?.trimEnd().length ?? 0) - 2);
  });
});

describe('budgetChart', () => {
  it('draws losses as bars of which the highest is full', () => {
    const lines = budgetChart([
      { budget: 0, loss: 4, route: 'ss', remark: '' },
      { budget: 1, loss: 1, route: 'sB', remark: 'best' },
    ]);
    assert.deepEqual(lines, [
      'big   loss',
      '  0   4.00  ████████████  ss',
      '  1   1.00  ███           sB  best',
    ]);
  });

  it('has what is reached without hindsight in a column of its own', () => {
    const lines = budgetChart([
      { budget: 0, loss: 4, unseen: 4, route: 'ss', remark: '' },
      { budget: 1, loss: 1, unseen: 3.5, route: 'sB', remark: '' },
    ]);
    assert.deepEqual(lines, [
      'big   loss  no hindsight',
      '  0   4.00          4.00  ████████████  ss',
      '  1   1.00          3.50  ███           sB',
    ]);
  });

  it('survives losses of nothing at all', () => {
    assert.equal(budgetChart([{ budget: 0, loss: 0, route: 's', remark: '' }]).length, 2);
  });
});
