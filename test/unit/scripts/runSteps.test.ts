import assert from 'node:assert/strict';
import { runSteps } from '../../../scripts/runSteps';
import type { TestStep } from '../../../scripts/testSteps';

const ONE = { passed: 1, failed: 0 };

describe('test steps', () => {
  it('come in their order, whatever runs beside them, with what each printed', async () => {
    let letGo: () => void = () => undefined;
    const begun: string[] = [];
    const steps: TestStep[] = [
      {
        name: 'alone',
        run: async () => {
          // Ends only when the one behind it has begun.
          await new Promise<void>((resolve) => (letGo = resolve));
          begun.push('alone ended');
          return ONE;
        },
      },
      {
        name: 'beside',
        beside: true,
        run: async (write) => {
          write?.(Buffer.from('printed beside\n'));
          begun.push('beside');
          setTimeout(letGo, 0);
          return await Promise.resolve(ONE);
        },
      },
      {
        name: 'broken',
        beside: true,
        run: async () => await Promise.reject(new Error('no such program')),
      },
      { name: 'empty', run: async () => await Promise.resolve({ passed: 0, failed: 0 }) },
    ];
    const { shown, outcomes } = await shownWhile(steps);
    assert.deepEqual(begun, ['beside', 'alone ended']);
    assert.deepEqual(
      outcomes.map(({ name, passed, failed }) => [name, passed, failed]),
      [
        ['alone', 1, 0],
        ['beside', 1, 0],
        ['broken', 0, 1],
        ['empty', 0, 1],
      ],
    );
    assert.equal(
      shown,
      '\n=== alone ===\n\n=== beside ===\nprinted beside\n\n=== broken ===\nbroken did not run: no such program\n\n=== empty ===\n',
    );
  });
});

async function shownWhile(steps: readonly TestStep[]) {
  const write = process.stdout.write.bind(process.stdout);
  const complain = console.error;
  let shown = '';
  process.stdout.write = (part) => (shown += String(part)) !== '';
  console.error = () => undefined;
  try {
    const outcomes = [];
    for await (const outcome of runSteps(steps)) outcomes.push(outcome);
    return { shown, outcomes };
  } finally {
    process.stdout.write = write;
    console.error = complain;
  }
}
