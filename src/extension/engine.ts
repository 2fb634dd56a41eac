import * as vscode from 'vscode';
import { EngineClient } from '../client/engineClient';
import { settingsFor } from './settings';

/** The window's one engine process, shared by all documents. Nothing is started before the first analysis. */
export class Engine implements vscode.Disposable {
  private current: { readonly client: EngineClient; readonly idleMs: number } | undefined;
  private users = 0;

  /** `entry`: the engine's script. */
  constructor(
    private readonly entry: string,
    private readonly log: vscode.LogOutputChannel,
  ) {}

  /** Lends the engine to some work. A changed idle time takes effect as soon as nobody works with it. */
  async use<Result>(work: (client: EngineClient) => Promise<Result>): Promise<Result> {
    const client = this.client();
    this.users++;
    try {
      return await work(client);
    } finally {
      this.users--;
    }
  }

  dispose(): void {
    this.current?.client.dispose();
  }

  private client(): EngineClient {
    const { engineIdleMs } = settingsFor();
    if (this.current?.idleMs !== engineIdleMs && this.users === 0) {
      this.current?.client.dispose();
      this.current = undefined;
    }
    this.current ??= {
      idleMs: engineIdleMs,
      client: new EngineClient({
        entry: this.entry,
        idleMs: engineIdleMs,
        log: (line) => {
          this.log.info(line);
        },
      }),
    };
    return this.current.client;
  }
}
