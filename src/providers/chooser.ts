import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Provider, ProviderChoice, Rejection } from '../protocol/engineApi';
import type { Attempt, TryProvider } from './attempt';
import { candidates, obstacle } from './candidates';
import { parseChoice, type Choice } from './choice';
import type { ChoiceStore } from './choiceStore';
import type { Machine } from './machine';
import { objection, speedUp } from './verdict';

const NOT_TRIED = 'It has not been tried on this machine yet.';

/** Finds what runs a bundle best on this machine, once, and remembers it. */
export class ProviderChooser {
  constructor(
    private readonly machine: Machine,
    private readonly store: ChoiceStore,
    private readonly tryProvider: TryProvider,
  ) {}

  /**
   * What runs a bundle now: what is forced, else what was found best, else the CPU. Starts nothing. `untried`: a trial may
   * find something better.
   */
  async now(bundle: string, forced: ProviderChoice): Promise<Choice & { untried: boolean }> {
    if (forced !== 'auto') return { provider: forced, rejected: [], untried: false };
    const { hindered, open } = this.sorted();
    if (open.length === 0) return { provider: 'cpu', rejected: hindered, untried: false };
    const kept = parseChoice((await this.store.read())[await this.key(bundle)]);
    if (kept !== undefined) return { ...kept, untried: false };
    const rejected = [...hindered, ...open.map((provider) => ({ provider, reason: NOT_TRIED }))];
    return { provider: 'cpu', rejected, untried: true };
  }

  /** Tries what can be tried, takes the first that is right and faster than the CPU, and remembers it. Throws Failure('cancelled'). */
  async find(bundle: string, signal: AbortSignal): Promise<Choice> {
    const { hindered, open } = this.sorted();
    const rejected: Rejection[] = [...hindered];
    let cpu: Attempt | undefined;
    for (const provider of open) {
      const attempt = await this.tryProvider(bundle, provider, signal);
      if (attempt.kind === 'failed') {
        rejected.push({ provider, reason: attempt.reason });
        continue;
      }
      cpu ??= await this.tryProvider(bundle, 'cpu', signal);
      // Then there is nothing to compare with, and nothing to remember either.
      if (cpu.kind === 'failed') return { provider: 'cpu', rejected: hindered };
      const reason = objection(attempt.trial, cpu.trial);
      if (reason === undefined) {
        const faster = `It is ${speedUp(attempt.trial, cpu.trial).toPrecision(2)} times as fast as the CPU.`;
        const note = [faster, attempt.leftToCpu].filter((part) => part !== undefined).join(' ');
        return await this.keep(bundle, { provider, rejected, note });
      }
      const all = [reason, attempt.leftToCpu].filter((part) => part !== undefined).join(' ');
      rejected.push({ provider, reason: all });
    }
    const choice: Choice = { provider: 'cpu', rejected };
    return open.length === 0 ? choice : await this.keep(bundle, choice);
  }

  /** Of a provider that was taken and does not work any more: the CPU takes its place until the providers are tried again. */
  async reject(bundle: string, { provider, reason }: Rejection): Promise<void> {
    await this.keep(bundle, { provider: 'cpu', rejected: [{ provider, reason }] });
  }

  /** The providers are tried again. */
  async forget(): Promise<void> {
    await this.store.write({});
  }

  private async keep(bundle: string, choice: Choice): Promise<Choice> {
    await this.store.write({ ...(await this.store.read()), [await this.key(bundle)]: choice });
    return choice;
  }

  private sorted(): {
    readonly hindered: readonly Rejection[];
    readonly open: readonly Provider[];
  } {
    const all = candidates(this.machine).map((provider) => ({
      provider,
      reason: obstacle(provider, this.machine),
    }));
    return {
      hindered: all.flatMap(({ provider, reason }) =>
        reason === undefined ? [] : [{ provider, reason }],
      ),
      open: all.flatMap(({ provider, reason }) => (reason === undefined ? [provider] : [])),
    };
  }

  /** Of all that a choice depends on. */
  private async key(bundle: string): Promise<string> {
    const { platform, arch, name, runtimeVersion, driver = '', libraryPath } = this.machine;
    const manifest = await readFile(path.join(bundle, 'duo.json')).catch(() => '');
    const parts = [
      ...[platform, arch, name, runtimeVersion, driver, libraryPath],
      ...this.sorted().open,
      createHash('sha256').update(manifest).digest('hex'),
    ];
    return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
  }
}
