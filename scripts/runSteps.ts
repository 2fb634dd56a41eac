import type { Counts } from '../test/testFiles';
import { HeldOutput } from './heldOutput';
import type { TestStep } from './testSteps';

/** What came of a step. */
export interface Outcome extends Counts {
  readonly name: string;
  readonly seconds: number;
}

/**
 * Runs steps one after the other, under their names, but for those that run beside others. Never throws: a step that cannot run
 * has failed.
 */
export async function* runSteps(steps: readonly TestStep[]): AsyncGenerator<Outcome> {
  const beside = startBeside(steps);
  for (const step of steps) {
    console.log(`\n=== ${step.name} ===`);
    const started = beside.get(step);
    started?.output.release();
    yield await (started?.outcome ?? timed(step));
  }
}

/** Starts the steps that run beside others, each when the one before has ended. What they print waits for their turn. */
function startBeside(
  steps: readonly TestStep[],
): Map<TestStep, { readonly outcome: Promise<Outcome>; readonly output: HeldOutput }> {
  let before: Promise<unknown> = Promise.resolve();
  return new Map(
    steps
      .filter(({ beside }) => beside)
      .map((step) => {
        const output = new HeldOutput();
        const outcome = before.then(() => timed(step, output.write));
        before = outcome;
        return [step, { outcome, output }];
      }),
  );
}

async function timed(step: TestStep, write?: (part: Buffer) => void): Promise<Outcome> {
  const started = performance.now();
  const counts = await runStep(step, write);
  return { ...counts, name: step.name, seconds: (performance.now() - started) / 1000 };
}

/** A step that cannot run, and one that runs no test, is a failure. */
async function runStep(step: TestStep, write?: (part: Buffer) => void): Promise<Counts> {
  const say = (problem: string): void => {
    if (write === undefined) console.error(problem);
    else write(Buffer.from(`${problem}\n`));
  };
  try {
    const counts = await step.run(write);
    if (counts.passed + counts.failed > 0) return counts;
    say(`${step.name} ran no test.`);
  } catch (error) {
    say(`${step.name} did not run: ${error instanceof Error ? error.message : String(error)}`);
  }
  return { passed: 0, failed: 1 };
}
