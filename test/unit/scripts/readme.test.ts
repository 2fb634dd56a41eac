import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from '../../../scripts/paths';

const README = readFileSync(path.join(ROOT, 'README.md'), 'utf8');
const REPORT = JSON.parse(
  readFileSync(path.join(ROOT, 'models/duo-8l/report/report.json'), 'utf8'),
) as {
  readonly findings: readonly { readonly id: string; readonly verdict: string }[];
  readonly tables: {
    readonly budgets: readonly {
      readonly set: string;
      readonly part: string;
      readonly context: string;
      readonly method: string;
      readonly budget: number;
      readonly meanLoss: number;
    }[];
    readonly hindsight: readonly {
      readonly set: string;
      readonly budget: number;
      readonly share: number;
      readonly low: number;
      readonly high: number;
    }[];
    readonly others: readonly {
      readonly set: string;
      readonly budget: number;
      readonly otherTokens: number;
      readonly scoredIn: string;
      readonly chosenBy: string;
      readonly share: number;
    }[];
    readonly difficulty: readonly {
      readonly set: string;
      readonly predictor: string;
      readonly rankCorrelation: number;
    }[];
  };
};

const SETS = ['prose', 'code'] as const;

/** The README's rows and what they are in the report: a method at a budget. */
const LOSSES: readonly (readonly [row: string, method: string, budget: number])[] = [
  ['all layers small', 'oracle', 0],
  ['all layers big', 'oracle', 8],
  ['oracle, 1 of 8 big', 'oracle', 1],
  ['oracle, 4 of 8 big', 'oracle', 4],
  ['without hindsight, 4 of 8 big', 'without hindsight', 4],
  ['fixed route, 4 of 8 big', 'fixed', 4],
  ['best of 100 random, 4 of 8 big', 'random-100', 4],
  ['router learned-4', 'learned-4', 4],
  ['router imitation-4', 'imitation-4', 4],
];

/** The cells of a row of a table, by its first one. */
function cells(row: string): string[] {
  const line = README.split('\n').find((each) => each.startsWith(`| ${row} `));
  assert.ok(line !== undefined, `The README has no row "${row}".`);
  const [, , ...rest] = line.split('|').map((cell) => cell.trim());
  return rest.slice(0, SETS.length);
}

describe('what the README says of the model', () => {
  for (const [row, method, budget] of LOSSES) {
    it(`is the report’s: ${row}`, () => {
      const measured = SETS.map((set) => {
        const found = REPORT.tables.budgets.filter((each) => {
          const whole = each.part === 'all' && each.context === 'big';
          return whole && each.set === set && each.method === method && each.budget === budget;
        });
        assert.equal(found.length, 1);
        return found[0]?.meanLoss.toFixed(3);
      });
      assert.deepEqual(cells(row), measured);
    });
  }

  for (const budget of [1, 4]) {
    it(`is the report’s: hindsight, ${budget} of 8 big`, () => {
      const percent = (share: number): string => (100 * share).toFixed(0);
      const measured = SETS.map((set) => {
        const found = REPORT.tables.hindsight.find((each) => {
          return each.set === set && each.budget === budget;
        });
        assert.ok(found !== undefined);
        return `${percent(found.share)} % (${percent(found.low)} to ${percent(found.high)})`;
      });
      assert.deepEqual(cells(`hindsight, ${budget} of 8 big`), measured);
    });
  }

  it('is the report’s: how hindsight shrinks with training', () => {
    const own = REPORT.tables.others.filter((each) => {
      const itself = each.scoredIn === 'other' && each.chosenBy === 'the other’s expectation';
      return itself && each.set === 'prose' && each.budget === 1;
    });
    assert.equal(own.length, 2);
    for (const { otherTokens, share } of own) {
      const said = `${(100 * share).toFixed(0)} % after ${(otherTokens / 1e6).toFixed(1)} million`;
      assert.ok(README.includes(said), said);
    }
  });

  it('is the report’s: how well difficulty is predicted', () => {
    const [prose, code] = SETS.map((set) => {
      const found = REPORT.tables.difficulty.find((each) => {
        return each.set === set && each.predictor === 'difficulty head';
      });
      return found?.rankCorrelation.toFixed(2);
    });
    assert.ok(README.includes(`rank correlation ${prose} in prose and ${code} in code`));
  });

  it('is the report’s: which findings are reproduced', () => {
    const verdicts = REPORT.findings.map(({ id, verdict }) => `${id} ${verdict}`);
    const said = ['F1', 'F2', 'F3', 'F4', 'F5', 'F6'].map((id) => `${id} reproduced`);
    assert.deepEqual(verdicts, [...said, 'F7 partly', 'F8 partly']);
    assert.ok(README.includes('F1 to F6 of the paper are reproduced, F7 and F8 partly'));
  });
});
