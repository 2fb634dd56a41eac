import * as vscode from 'vscode';
import { ChoosingClient } from '../client/choosingClient';
import { trialProcesses } from '../client/trialProcess';
import { Failure } from '../core/failure';
import type { Provider } from '../protocol/engineApi';
import type { Attempt, TryProvider } from '../providers/attempt';
import type { Choice } from '../providers/choice';
import { ChoicesInMemory, type ChoiceStore } from '../providers/choiceStore';
import { ProviderChooser } from '../providers/chooser';
import { thisMachine, type Machine } from '../providers/machine';
import { PROVIDER_NAMES } from '../providers/providerNames';
import { settingsFor } from './settings';

/** What the settings make of the engine. */
interface EngineSettings {
  readonly idleMs: number;
  readonly cudaLibraryPath: string;
}

interface CurrentEngine extends EngineSettings {
  readonly client: ChoosingClient;
  readonly chooser: ProviderChooser;
  readonly machine: Machine;
  readonly tryProvider: TryProvider;
}

/** The window's one engine process, shared by all documents. Nothing is started before the first analysis. */
export class Engine implements vscode.Disposable {
  private current: CurrentEngine | undefined;
  private users = 0;
  private exploring: AbortController | undefined;

  /** `entry`: the engine's script; `choices`: where it is remembered what runs a model best, else as long as the window. */
  constructor(
    private readonly entry: string,
    private readonly log: vscode.LogOutputChannel,
    private readonly choices: ChoiceStore = new ChoicesInMemory(),
  ) {}

  /** Lends the engine to some work. Changed settings take effect as soon as nobody works with it. */
  async use<Result>(work: (client: ChoosingClient) => Promise<Result>): Promise<Result> {
    // Trials would slow the work down, and would be slowed down: another time.
    this.exploring?.abort();
    const { client } = this.engine();
    this.users++;
    try {
      return await work(client);
    } finally {
      this.users--;
      if (this.users === 0) void this.explore();
    }
  }

  /** The machine that the engine runs on, with the folders that it looks for libraries in. */
  get machine(): Machine {
    return this.engine().machine;
  }

  /** Forgets what was found before, and tries all that can be tried. Throws Failure('cancelled'). */
  async tryProviders(bundle: string, signal: AbortSignal): Promise<Choice> {
    this.exploring?.abort();
    const { chooser } = this.engine();
    await chooser.forget();
    return await chooser.find(bundle, signal);
  }

  /** Tries one provider, in a process of its own. Throws Failure('cancelled'). */
  async tryProvider(bundle: string, provider: Provider, signal: AbortSignal): Promise<Attempt> {
    return await this.engine().tryProvider(bundle, provider, signal);
  }

  dispose(): void {
    this.exploring?.abort();
    this.current?.client.dispose();
  }

  /** Once an analysis is done on the CPU: whether something else is faster, for the next one. */
  private async explore(): Promise<void> {
    const { client, chooser } = this.engine();
    const { untried } = client;
    if (untried === undefined) return;
    client.untried = undefined;
    const controller = new AbortController();
    this.exploring = controller;
    try {
      const { provider, note = '' } = await chooser.find(untried, controller.signal);
      this.log.info(
        `Tried the execution providers; the next analysis runs on ${PROVIDER_NAMES[provider]}. ${note}`,
      );
    } catch (error) {
      if (!(error instanceof Failure && error.code === 'cancelled')) this.log.error(String(error));
    }
  }

  private engine(): CurrentEngine {
    const { engineIdleMs: idleMs, cudaLibraryPath } = settingsFor();
    const { current } = this;
    const isOld = current?.idleMs !== idleMs || current.cudaLibraryPath !== cudaLibraryPath;
    if (isOld && this.users === 0) {
      current?.client.dispose();
      this.current = undefined;
    }
    return (this.current ??= this.make({ idleMs, cudaLibraryPath }));
  }

  private make({ idleMs, cudaLibraryPath }: EngineSettings): CurrentEngine {
    const { entry } = this;
    // The engine's alone: this process, and what else it starts, look for libraries where they always did.
    const folders = [cudaLibraryPath, process.env['LD_LIBRARY_PATH'] ?? ''];
    const libraryPath = folders.filter((folder) => folder !== '').join(':');
    const env = libraryPath === '' ? {} : { LD_LIBRARY_PATH: libraryPath };
    const machine = thisMachine(libraryPath);
    const tryProvider = trialProcesses({ entry, env, driver: machine.driver });
    const chooser = new ProviderChooser(machine, this.choices, tryProvider);
    const client = new ChoosingClient({
      ...{ entry, env, idleMs, chooser, triesFirst: false },
      log: (line) => {
        this.log.info(line);
      },
    });
    return { idleMs, cudaLibraryPath, client, chooser, machine, tryProvider };
  }
}
