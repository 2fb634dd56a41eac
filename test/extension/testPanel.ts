import assert from 'node:assert/strict';
import path from 'node:path';
import * as vscode from 'vscode';
import { AnalyzeCommands } from '../../src/extension/analyzeCommands';
import { Analyzer } from '../../src/extension/analyzer';
import { Colours } from '../../src/extension/colours';
import { Engine } from '../../src/extension/engine';
import { FollowedDocument } from '../../src/extension/followedDocument';
import { ModelFolders } from '../../src/extension/modelFolders';
import { Exporter } from '../../src/extension/panel/exporter';
import { PageLink } from '../../src/extension/panel/pageLink';
import { PanelHost } from '../../src/extension/panel/panelHost';
import { Questions } from '../../src/extension/panel/questions';
import { Results } from '../../src/extension/results';
import { ContentAssembly } from '../../src/panel/contentAssembly';
import type { PanelApi, PanelContent } from '../../src/panel/panelApi';
import { RpcClient } from '../../src/protocol/rpcClient';
import { extension, until } from './support';
import { unsavedResults } from './unsavedResults';

/** What a page has been told last, by kind. */
type Told = { [Kind in PanelContent['kind']]?: Extract<PanelContent, { kind: Kind }> };

/** Neither end may send what the other does not understand. */
function refuse(line: string): never {
  assert.fail(line);
}

/** A page as the panel's: its calls begin at 1 again, as those of every page do. */
export class TestPage {
  readonly told: Told = {};
  events = 0;
  readonly ended: Promise<unknown>;
  private readonly rpc: RpcClient<PanelApi>;
  private receive: (message: unknown) => void = () => undefined;

  /** `send`: to the host. */
  constructor(send: (message: unknown) => void) {
    const port = {
      send,
      onMessage: (listener: (message: unknown) => void) => {
        this.receive = listener;
      },
      onClose: () => undefined,
    };
    const options = { log: refuse, onStuck: () => undefined, patienceMs: 1000 };
    this.rpc = new RpcClient<PanelApi>(port, options);
    const assembly = new ContentAssembly();
    this.ended = this.rpc.call('watch', null, {
      onEvent: (event) => {
        for (const content of assembly.take(event)) {
          this.events++;
          Object.assign(this.told, { [content.kind]: content });
        }
      },
    });
  }

  /** A message from the host, copied as VS Code copies it. */
  take(message: unknown): void {
    this.receive(structuredClone(message));
  }

  async call<Name extends keyof PanelApi>(
    method: Name,
    request: PanelApi[Name]['request'],
  ): Promise<PanelApi[Name]['reply']> {
    return await this.rpc.call(method, request);
  }

  get state(): string | undefined {
    return this.told.face?.face.state;
  }

  /** Waits until all of the analysis on screen is there. */
  async drawn(): Promise<void> {
    await until('the panel’s content', () => {
      const { subject, answer, curve, overview } = this.told;
      const revision = subject?.subject?.revision;
      const parts = [answer?.answer, curve?.curve, overview?.overview];
      return this.state === 'done' && parts.every((part) => part?.revision === revision);
    });
  }

  /** Analyses the panel's document, from the panel. */
  async analyze(): Promise<void> {
    const before = this.told.subject?.subject?.revision ?? 0;
    await this.call('perform', 'analyze');
    await until('the analysis', () => (this.told.subject?.subject?.revision ?? 0) > before);
    await this.drawn();
  }
}

/** One for all, and never closed: an engine process tells of its end when its panel is long gone. */
let log: vscode.LogOutputChannel | undefined;

/** A panel of the tests' own: all of the extension that it takes, with a page in place of the webview. */
export class TestPanel implements vscode.Disposable {
  readonly memory = new Map<string, unknown>();
  readonly followed = new FollowedDocument();
  readonly results = new Results();
  readonly questions = this.newQuestions();
  readonly colours = new Colours(this.questions);
  readonly analyzer: Analyzer;
  private readonly engine: Engine;
  private readonly host: PanelHost;
  private readonly link: PageLink;
  private page: TestPage | undefined;

  /** `onProblem`: is told of messages that are not understood, and of bugs. */
  constructor(onProblem: (line: string) => void = refuse) {
    const { extensionPath } = extension();
    const pages = path.join(extensionPath, 'dist');
    const { followed, results, questions, colours } = this;
    log ??= vscode.window.createOutputChannel('Duo-LLM (tests)', { log: true });
    this.engine = new Engine(path.join(pages, 'engine.js'), log);
    this.analyzer = new Analyzer(
      {
        engine: this.engine,
        models: new ModelFolders(extensionPath),
        remembered: unsavedResults(),
      },
      results,
      log,
    );
    const { analyzer, engine } = this;
    this.host = new PanelHost({
      ...{ followed, results, questions, colours, analyzer, engine },
      analyze: new AnalyzeCommands(analyzer, followed, log),
      exporter: new Exporter(pages, questions, (result) => this.host.remains(result)),
      log: onProblem,
    });
    const postMessage = (message: unknown): Promise<boolean> => {
      this.page?.take(message);
      return Promise.resolve(true);
    };
    this.link = new PageLink({ postMessage }, (port) => {
      this.host.serve(port);
    });
  }

  /** Loads a page, as when the view is shown. */
  show(): TestPage {
    // The page sends its first message before its constructor is through.
    const sent: unknown[] = [];
    let send = (message: unknown): void => void sent.push(message);
    this.page = new TestPage((message) => {
      send(message);
    });
    send = (message) => {
      this.link.receive(structuredClone(message));
    };
    sent.forEach(send);
    return this.page;
  }

  /** Anything that some page might send. */
  receive(message: unknown): void {
    this.link.receive(message);
  }

  /** Drops the page, as when the view is hidden. */
  hide(): void {
    this.link.close();
  }

  /** As the next window would read them. */
  newQuestions(): Questions {
    return new Questions({
      keys: () => [...this.memory.keys()],
      get: (key: string) => this.memory.get(key),
      update: (key: string, value: unknown) => {
        this.memory.set(key, structuredClone(value));
        return Promise.resolve();
      },
    } as vscode.Memento);
  }

  dispose(): void {
    const { analyzer, colours, engine, followed, host, link, questions, results } = this;
    link.close();
    for (const each of [host, colours, questions, analyzer, engine, results, followed]) {
      each.dispose();
    }
  }
}
