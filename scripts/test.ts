import { runSteps } from './runSteps';
import { TEST_STEPS } from './testSteps';

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
  const summary: string[] = [];
  const total = { passed: 0, failed: 0 };
  for await (const { name, passed, failed, seconds } of runSteps(steps)) {
    const row = `${name.padEnd(18)}${sentence(passed, failed).padEnd(26)}`;
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
