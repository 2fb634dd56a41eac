import assert from 'node:assert/strict';
import fc from 'fast-check';
import { RouteSpace } from '../../../src/core/routes';
import type { TokenDetail } from '../../../src/panel/tokenDetail';
import { subjectOf } from '../../../src/panel/subject';
import { budgetNumbers, budgetsInWords, budgetTooltip } from '../../../webview/token/budgetWords';
import { characterPart } from '../../../webview/token/characterParts';
import { DetailLoader } from '../../../webview/token/detailLoader';
import { placeFlags } from '../../../webview/token/flags';
import { namedRoutes } from '../../../webview/token/namedRoutes';
import { ambiguityInWords, neededInWords, tokenInWords } from '../../../webview/token/tokenWords';
import { madeUpAnalysis, RUN } from '../core/madeUpAnalysis';
import { shownOf } from '../panel/runOnScreen';

const DETAIL: TokenDetail = {
  revision: 1,
  token: 0,
  losses: Float32Array.of(4, 2, 3, 1),
  surprise: 4,
  difficulty: 3,
  kind: 'computeHelps',
  neededBudget: 2,
  oracle: { route: 3, loss: 1 },
  small: { route: 0, loss: 4 },
  big: { route: 3, loss: 1 },
  router: { modules: ['big', 'small'], route: 1, loss: 2, ownLoss: 2.5, regret: 0 },
  byBudget: [
    { route: 0, loss: 4 },
    { route: 1, loss: 2 },
    { route: 3, loss: 1 },
  ],
  hindsightFree: null,
  best: [],
  nearlyAsGood: { count: 1, of: 4, tolerance: 0.05 },
  predictions: [],
};

describe('characterPart', () => {
  it('finds the tokens inside one character', () => {
    const starts = Int32Array.of(0, 1, 3, 3, 3);
    const ends = Int32Array.of(1, 3, 3, 3, 4);
    const parts = [0, 1, 2, 3, 4].map((token) => characterPart(starts, ends, token));
    const character = { first: 1, of: 3 };
    assert.deepEqual(parts, [
      { first: 0, of: 1 },
      character,
      character,
      character,
      { first: 4, of: 1 },
    ]);
  });
});

describe('placeFlags', () => {
  it('keeps every text inside the room and in a lane of its own', () => {
    const flag = fc.record({ x: fc.nat(300), width: fc.integer({ min: 10, max: 80 }) });
    fc.assert(
      fc.property(fc.array(flag, { maxLength: 5 }), (flags) => {
        const placed = placeFlags(flags, 300);
        assert.equal(placed.length, flags.length);
        assert.deepEqual(
          placed.map(({ lane }) => lane),
          flags.map((_, at) => at),
        );
        for (const { flag, side } of placed) {
          assert.ok(side === 'right' ? flag.x + flag.width <= 300 : flag.x - flag.width >= -80);
        }
      }),
    );
  });

  it('lets no pole run through a text to the right', () => {
    const placed = placeFlags(
      [
        { x: 40, width: 50 },
        { x: 10, width: 60 },
      ],
      300,
    );
    assert.deepEqual(
      placed.map(({ flag, lane, side }) => [flag.x, lane, side]),
      [
        [10, 0, 'right'],
        [40, 1, 'right'],
      ],
    );
  });
});

describe('namedRoutes', () => {
  it('joins names of the same route', () => {
    assert.deepEqual(namedRoutes(DETAIL), [
      { route: 3, loss: 1, names: ['oracle', 'all big'], series: 'oracle' },
      { route: 1, loss: 2, names: ['router'], series: 'router' },
      { route: 0, loss: 4, names: ['all small'], series: 'reference' },
    ]);
  });

  it('leaves out what the table does not hold', () => {
    const lacking = { ...DETAIL, oracle: null, small: null, big: null };
    const router = { modules: [], route: null, loss: null, ownLoss: 1, regret: null };
    assert.deepEqual(namedRoutes({ ...lacking, router }), []);
  });
});

const FORESEEN: TokenDetail = {
  ...DETAIL,
  hindsightFree: {
    asked: { route: 2, loss: 3, expected: 1.5 },
    byBudget: [
      { route: 0, loss: 4, expected: 2 },
      { route: 2, loss: 3, expected: 1.5 },
      { route: 3, loss: 1, expected: 1.75 },
    ],
  },
};

describe('a token without hindsight', () => {
  const shown = { detail: FORESEEN, space: new RouteSpace(['small', 'big'], 2) };
  const unforeseen = { ...shown, detail: DETAIL };

  it('has a route of that name', () => {
    assert.deepEqual(namedRoutes(FORESEEN)[1], {
      route: 2,
      loss: 3,
      names: ['without hindsight'],
      series: 'hindsightFree',
    });
  });

  it('is beside the oracle at every budget, with its route and what was expected', () => {
    const rows = budgetTooltip(shown, 1)?.rows.map(({ name, values }) => [name, ...values]);
    assert.deepEqual(rows, [
      ['oracle, nats', '2.000'],
      ['its chance', '14 %'],
      ['its route', 'Bs'],
      ['without hindsight, nats', '3.000'],
      ['expected', '1.500'],
      ['its route', 'sB'],
      ['router, nats', '2.000'],
    ]);
    const { headings, rows: numbers } = budgetNumbers(shown, 'caption');
    assert.equal(headings.length, 6);
    assert.deepEqual(numbers[1], ['1', '2.000', 'Bs', '3.000', '1.500', 'sB']);
    assert.match(budgetsInWords(FORESEEN), /1 big 2\.00, .*Without hindsight: .*1 big 3\.00, /);
  });

  it('is nowhere in an analysis that does not know it', () => {
    assert.equal(budgetTooltip(unforeseen, 1)?.rows.length, 4);
    assert.equal(budgetNumbers(unforeseen, 'caption').headings.length, 3);
    assert.doesNotMatch(budgetsInWords(DETAIL), /hindsight/);
  });

  it('is no choice where there is none', () => {
    const none = { ...DETAIL, byBudget: [null, DETAIL.oracle, DETAIL.oracle] };
    assert.match(budgetTooltip({ ...shown, detail: none }, 0)?.note ?? '', /No route satisfies/);
    assert.equal(budgetTooltip(shown, 3), undefined);
  });
});

describe('a token in words', () => {
  it('says beside its difficulty what of it was foreseen, if anything was', () => {
    const sentences = (foresight: boolean): string[] => {
      const analysis = madeUpAnalysis('x', RUN, { foresight });
      return tokenInWords(subjectOf(shownOf(analysis), 1).tokens, 0, RUN);
    };
    const said = sentences(true).filter((each) => each.startsWith('Predicted difficulty, before'));
    assert.equal(said.length, 1);
    assert.equal(sentences(false).length, sentences(true).length - 1);
  });

  it('says what it needs', () => {
    assert.equal(
      neededInWords(DETAIL, 8),
      'Needs 2 of 8 layers big to come within 0.05 nats of the best loss.',
    );
    assert.match(neededInWords({ ...DETAIL, neededBudget: 0 }, 8), /no big layer/);
    assert.match(neededInWords({ ...DETAIL, neededBudget: null }, 8), /No route/);
  });

  it('says how many routes are nearly as good', () => {
    const say = (count: number, of: number): string =>
      ambiguityInWords({ nearlyAsGood: { count, of, tolerance: 0.05 } });
    assert.equal(say(31, 70), '31 of 70 routes are within 0.05 nats of the best.');
    assert.match(say(1, 70), /No other of 70 routes/);
    assert.match(say(1, 1), /Only one route/);
    assert.match(say(0, 0), /No route satisfies/);
  });
});

describe('DetailLoader', () => {
  const loader = () => {
    const asked: number[] = [];
    const replies: ((detail: TokenDetail | undefined) => void)[] = [];
    const got: number[] = [];
    const made = new DetailLoader(
      async (token) => {
        asked.push(token);
        return await new Promise((resolve) => replies.push(resolve));
      },
      ({ token }) => got.push(token),
    );
    const reply = async (token: number, revision = 1): Promise<void> => {
      replies.shift()?.({ ...DETAIL, token, revision });
      await new Promise((resolve) => setImmediate(resolve));
    };
    return { asked, got, made, reply };
  };
  const wish = (token: number, question: unknown = 'a', revision = 1) => ({
    token,
    revision,
    question,
  });

  it('has one call under way, and after it serves the last wish alone', async () => {
    const { asked, got, made, reply } = loader();
    for (const token of [1, 2, 3]) made.want(wish(token));
    assert.deepEqual(asked, [1]);
    await reply(1);
    assert.deepEqual(asked, [1, 3]);
    await reply(3);
    assert.deepEqual(asked, [1, 3]);
    assert.deepEqual(got, [3]);
  });

  it('asks again for another question or revision, and not for the same', async () => {
    const { asked, got, made, reply } = loader();
    made.want(wish(1));
    await reply(1);
    made.want(wish(1));
    assert.deepEqual(asked, [1]);
    made.want(wish(1, 'b'));
    await reply(1);
    made.want(wish(1, 'b', 2));
    await reply(1, 2);
    assert.deepEqual(asked, [1, 1, 1]);
    assert.deepEqual(got, [1, 1, 1]);
  });

  it('drops replies of another revision, and those that nobody waits for', async () => {
    const { got, made, reply } = loader();
    made.want(wish(1));
    await reply(1, 7);
    made.want(wish(2));
    made.want(undefined);
    await reply(2);
    assert.deepEqual(got, []);
  });

  it('goes on after a failure', async () => {
    const asked: number[] = [];
    const made = new DetailLoader(
      (token) => {
        asked.push(token);
        return Promise.resolve(undefined);
      },
      () => undefined,
    );
    made.want(wish(1));
    await new Promise((resolve) => setImmediate(resolve));
    made.want(wish(2));
    assert.deepEqual(asked, [1, 2]);
  });
});
