import { type Counts } from '../test/testFiles';
import { HeldOutput } from './heldOutput';
import { TEST_STEPS, type TestStep } from './testSteps';

/**
 * `npm test [-- STEP...]`: runs all test steps, or the named ones, one after the other
 * but for those that run beside others.
 * The last line is `N passed, N failed`. @returns the exit code: 0 all passed, 1 something failed, 2 wrong usage.
 */
export async function main(names: string[]): Promise<number> {
  const unknown = names.filter((name) => !TEST_STEPS.some((step) => step.name === name));
  if (unknown.length > 0) {
    const known = TEST_STEPS.map((step) => step.name).join(', ');
    console.error(`There is no test step ${unknown.join(', ')}. The steps are: ${known}.`);
    return 2;
  }
  const steps = TEST_STEPS.filter((step) => names.length === 0 || names.includes(step.name));
  const beside = startBeside(steps);
  const summary: string[] = [];
  const total = { passed: 0, failed: 0 };
  for (const step of steps) {
    console.log(`\n=== ${step.name} ===`);
    const started = beside.get(step);
    started?.output.release();
    const { passed, failed, seconds } = await (started?.outcome ?? timed(step));
    const row = `${step.name.padEnd(18)}${sentence(passed, failed).padEnd(26)}`;
    summary.push(`${row}${seconds.toFixed(1)} s`);
    total.passed += passed;
    total.failed += failed;
  }
  console.log(`\n${summary.join('\n')}\n\n${sentence(total.passed, total.failed)}`);
  return total.failed === 0 ? 0 : 1;
}

function sentence(passed: number, failed: number): string {
  return `${passed} passed, ${failed} failed`;
}

interface Outcome extends Counts {
  readonly seconds: number;
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
  return { ...counts, seconds: (performance.now() - started) / 1000 };
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
