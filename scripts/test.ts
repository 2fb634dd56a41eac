import { type Counts } from '../test/testFiles';
import { TEST_STEPS, type TestStep } from './testSteps';

/**
 * `npm test [-- STEP...]`: runs all test steps, or the named ones, one after the other.
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
  const summary: string[] = [];
  const total = { passed: 0, failed: 0 };
  for (const step of steps) {
    console.log(`\n=== ${step.name} ===`);
    const started = performance.now();
    const { passed, failed } = await runStep(step);
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    summary.push(`${step.name.padEnd(18)}${sentence(passed, failed).padEnd(26)}${seconds} s`);
    total.passed += passed;
    total.failed += failed;
  }
  console.log(`\n${summary.join('\n')}\n\n${sentence(total.passed, total.failed)}`);
  return total.failed === 0 ? 0 : 1;
}

function sentence(passed: number, failed: number): string {
  return `${passed} passed, ${failed} failed`;
}

/** A step that cannot run, and one that runs no test, is a failure. */
async function runStep(step: TestStep): Promise<Counts> {
  try {
    const counts = await step.run();
    if (counts.passed + counts.failed > 0) return counts;
    console.error(`${step.name} ran no test.`);
  } catch (error) {
    console.error(
      `${step.name} did not run: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
  return { passed: 0, failed: 1 };
}
