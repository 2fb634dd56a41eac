import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { trialProcesses } from '../src/client/trialProcess';
import { PROVIDER_CHOICES, type Provider, type Trial } from '../src/protocol/engineApi';
import { candidates, obstacle } from '../src/providers/candidates';
import { thisMachine } from '../src/providers/machine';
import { PROVIDER_NAMES } from '../src/providers/providerNames';
import { machine as description } from './bench/machine';
import type { Measurement } from './bench/measurement';
import { BUNDLE } from './bench/timing/benchModel';
import { markdownTable } from './bench/table';
import { ensureBuild } from './ensure';
import { bundleWithBlocks } from './gpu/blocksBundle';
import { goldenDeviation } from './gpu/goldenDeviation';
import { isTaken, section, type ProviderCheck } from './gpu/providerCheck';
import { providerRates } from './gpu/rates';
import { ROOT } from './paths';

const REPORT = path.join(ROOT, 'media/gpu.md');
const USAGE = 'Usage: npm run check:gpu [-- --write] [--provider NAME]...';
/** Of the blocks that are made for the check, besides the model's own. */
const POSITIONS = [8, 64, 128];
/** Minutes: a software driver compiles kernels for long, and is a way to check the rest. */
const PATIENCE_MS = 600_000;

const never = new AbortController().signal;

/**
 * `npm run check:gpu [-- --write] [--provider NAME]...`: is each GPU provider of this machine, or the named one, right, and
 * how fast is it? With `--write` the answer goes to media/gpu.md.
 * @returns the exit code: 0 a provider is right and faster than the CPU, 1 none is or none is there, 2 wrong usage.
 */
export async function main(args: string[]): Promise<number> {
  const asked = parse(args);
  if (asked === undefined) {
    console.error(USAGE);
    return 2;
  }
  const machine = thisMachine();
  const providers = asked.providers.length > 0 ? asked.providers : candidates(machine);
  const open = providers.filter((provider) => {
    const reason = asked.providers.length > 0 ? undefined : obstacle(provider, machine);
    if (reason !== undefined) console.error(`Not on ${PROVIDER_NAMES[provider]}: ${reason}`);
    return reason === undefined;
  });
  if (open.length === 0) {
    console.error(
      'There is no GPU provider to check on this machine; the same command on one with a GPU does it.',
    );
    return 1;
  }
  await ensureBuild();
  const { cpu, checks } = await check(open, machine.driver);
  const sections = checks.map((each) => section(each, cpu));
  console.log(sections.join('\n\n'));
  if (asked.write) {
    writeFileSync(REPORT, report(sections));
    console.error(`Written to ${REPORT}.`);
  }
  return checks.some((each) => isTaken(each, cpu)) ? 0 : 1;
}

function report(sections: readonly string[]): string {
  const date = new Date().toISOString().slice(0, 10);
  return [
    '# GPUs',
    `One run of \`npm run check:gpu -- --write\` on ${date}.`,
    markdownTable([['', ''], ...description(), ['NVIDIA driver', thisMachine().driver ?? 'none']]),
    ...sections,
    '',
  ].join('\n\n');
}

async function check(
  providers: readonly Provider[],
  driver: string | undefined,
): Promise<{ readonly cpu: Trial; readonly checks: readonly ProviderCheck[] }> {
  const blocks = await bundleWithBlocks(BUNDLE, POSITIONS);
  if (blocks === undefined) {
    console.error(
      "Without the training package (`npm test` installs it) only the model's own blocks are checked.",
    );
  }
  const entry = path.join(ROOT, 'dist/engine.js');
  const tryProvider = trialProcesses({ entry, driver, patienceMs: PATIENCE_MS });
  const reference = await tryProvider(BUNDLE, 'cpu', never);
  if (reference.kind === 'failed') throw new Error(reference.reason);
  const cpu = reference.trial;
  const checks: ProviderCheck[] = [];
  for (const provider of providers) {
    console.error(`Checking ${PROVIDER_NAMES[provider]}...`);
    const attempt = await tryProvider(BUNDLE, provider, never);
    const runs = attempt.kind === 'ran';
    const fromGolden = runs ? await goldenDeviation(BUNDLE, provider) : undefined;
    const rates: Measurement[] = [];
    if (runs) {
      const perSecond = 1000 / cpu.millisecondsPerToken;
      for await (const rate of providerRates(blocks ?? BUNDLE, provider, perSecond))
        rates.push(rate);
    }
    checks.push({ provider, attempt, fromGolden, rates });
  }
  return { cpu, checks };
}

/** `undefined`: they cannot be read. */
function parse(args: string[]): { write: boolean; providers: Provider[] } | undefined {
  try {
    const { values } = parseArgs({
      args,
      options: {
        write: { type: 'boolean', default: false },
        provider: { type: 'string', multiple: true, default: [] },
      },
    });
    const known = PROVIDER_CHOICES.filter((choice) => choice !== 'auto' && choice !== 'cpu');
    const providers = known.filter((choice) => values.provider.includes(choice));
    return providers.length === values.provider.length ? { ...values, providers } : undefined;
  } catch {
    return undefined;
  }
}
