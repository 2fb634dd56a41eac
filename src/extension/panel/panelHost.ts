import * as vscode from 'vscode';
import { Failure } from '../../core/failure';
import type { HostCommand, PanelApi } from '../../panel/panelApi';
import { parseQuestion } from '../../panel/question';
import type { RerunState } from '../../panel/rerun';
import type { Port } from '../../protocol/port';
import { RpcServer, type Handlers } from '../../protocol/rpcServer';
import type { AnalyzeCommands } from '../analyzeCommands';
import type { DocumentAnalysis } from '../documentAnalysis';
import { commandId } from '../names';
import { Comparing } from './comparing';
import type { Exporter, PanelRemains } from './exporter';
import { switchModules } from './moduleSwitch';
import { PanelWatch, type PanelSources } from './panelWatch';
import * as requests from './requests';
import type { EngineLender } from './rerun';
import { Reruns } from './reruns';
import { saveBeside } from './savedFile';
import { revealToken } from './tokenPlace';

export interface PanelParts extends Omit<PanelSources, 'comparing' | 'reruns'> {
  readonly analyze: AnalyzeCommands;
  readonly engine: EngineLender;
  readonly exporter: Exporter;
  readonly log: (line: string) => void;
}

/** Answers what the panel's page asks. What it asks for is read with care, and what cannot be done is said in a sentence. */
export class PanelHost implements vscode.Disposable {
  private readonly comparing = new Comparing();
  private readonly reruns: Reruns;
  /** Of the page that can be seen. */
  private watch: PanelWatch | undefined;
  private readonly subscriptions: vscode.Disposable;

  constructor(private readonly parts: PanelParts) {
    const { analyzer, engine, results } = parts;
    this.reruns = new Reruns(engine, () => this.watch?.tellReruns());
    this.subscriptions = vscode.Disposable.from(
      this.comparing,
      this.reruns,
      analyzer.onDidChange((document) => {
        if (analyzer.isRunning(document)) this.reruns.cancel();
      }),
      results.onDidChange((document) => {
        const { subject } = this.reruns;
        if (subject?.document !== document) return;
        // Nobody waits for what belongs to an analysis that is not shown any more.
        if (results.of(document)?.analysis !== subject.analysis) this.reruns.cancel();
      }),
    );
  }

  /** What a report of an analysis carries besides it. */
  remains({ analysis }: DocumentAnalysis): PanelRemains {
    const { kept } = this.comparing;
    const reruns = this.reruns.statesOf(analysis).map((rerun): RerunState => {
      // For a report's readers it has come no further.
      return rerun.state === 'running' ? { ...rerun, state: 'stopped' } : rerun;
    });
    return { reruns, kept: kept.all(), comparedWith: kept.comparedWith };
  }

  dispose(): void {
    this.subscriptions.dispose();
  }

  /** Serves a page until its link closes. */
  serve(port: Port): void {
    new RpcServer<PanelApi>(port, this.handlers, this.parts.log);
  }

  private readonly handlers: Handlers<PanelApi> = {
    watch: (_, { emit, signal }) =>
      new Promise((_resolve, reject) => {
        const { comparing, parts, reruns } = this;
        const watch = new PanelWatch({ ...parts, comparing, reruns }, emit);
        this.watch = watch;
        signal.addEventListener('abort', () => {
          watch.dispose();
          if (this.watch === watch) this.watch = undefined;
          reject(new Failure('cancelled', 'The panel is gone.'));
        });
      }),
    ask: (question) => {
      const layers = question === null ? 0 : this.result.analysis.model.layers;
      this.parts.questions.ask(parseQuestion(question, layers));
      return DONE;
    },
    colourBy: (quantity) => {
      this.parts.colours.choose(requests.readQuantity(quantity) ?? undefined);
      return DONE;
    },
    useModules: async (list) => {
      const { result } = this;
      const isKnown = await switchModules(requests.readModules(list), result, this.parts.results);
      if (isKnown) this.parts.analyzer.abandon(result.document);
      // It tells of its progress and its end by itself.
      else void this.parts.analyze.analyze(result.document, result.partNow);
      return null;
    },
    detail: (request) => {
      const token = requests.readToken(request);
      return Promise.resolve(this.watch?.detail(token) ?? gone());
    },
    reveal: async (request) => {
      const token = requests.readToken(request);
      await revealToken(this.result, token, requests.readAside(request));
      return null;
    },
    rerun: (request) => {
      const { result } = this;
      const wanted = requests.readRerun(request);
      const { constraint } = this.parts.questions.about(result.analysis);
      // Not waited for: its state tells how it goes and ends.
      void this.reruns.start(result, wanted, constraint);
      return DONE;
    },
    cancelRerun: () => {
      this.reruns.cancel();
      return DONE;
    },
    keep: () => {
      this.comparing.keep(this.watch?.run ?? gone());
      return DONE;
    },
    compareWith: (request) => {
      this.comparing.compareWith(requests.readComparedId(request));
      return DONE;
    },
    discardKept: (request) => {
      this.comparing.discard(requests.readKeptId(request));
      return DONE;
    },
    perform: async (command) => {
      await this.commands[requests.readCommand(command)]();
      return null;
    },
    save: async (request) => {
      const { name, content } = requests.readFile(request);
      await saveBeside(this.parts.followed.current, name, () => [content]);
      return null;
    },
  };

  /** What takes its time is not waited for: it tells of its end by itself. */
  private readonly commands: Readonly<Record<HostCommand, () => unknown>> = {
    openFile: () => vscode.commands.executeCommand('workbench.action.files.openFile'),
    analyze: () => {
      void this.parts.analyze.analyzeDocument(this.parts.followed.current?.uri);
    },
    cancelAnalysis: () => {
      const document = this.parts.followed.current;
      if (document !== undefined) this.parts.analyzer.cancel(document);
    },
    selectModel: () => {
      void vscode.commands.executeCommand(commandId('selectModel'));
    },
    showLog: () => vscode.commands.executeCommand(commandId('showLog')),
    exportJson: () => this.parts.exporter.save(this.result, 'json'),
    exportCsv: () => this.parts.exporter.save(this.result, 'csv'),
    exportReport: () => this.parts.exporter.save(this.result, 'html'),
  };

  /** What is known of the document. Throws Failure('request') when nothing is. */
  private get result(): DocumentAnalysis {
    const document = this.parts.followed.current;
    return (document && this.parts.results.of(document)) ?? gone();
  }
}

/** The reply to what is done at once. */
const DONE = Promise.resolve(null);

function gone(): never {
  throw new Failure(
    'request',
    vscode.l10n.t('There is no analysis to do this with. Analyse the document first.'),
  );
}
