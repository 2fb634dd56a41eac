import type { Analysis } from '../src/core/analysis';
import { toJson, type AnalysisJson } from '../src/core/analysisJson';
import type { Constraint } from '../src/core/constraint';
import { Failure } from '../src/core/failure';
import { jsonLines } from '../src/core/jsonLines';
import { measure } from '../src/core/measures';
import type { ModuleList } from '../src/core/module';
import { summarize } from '../src/core/summary';
import { tokensCsvPieces } from '../src/panel/csv';
import { exportName } from '../src/panel/exportName';
import type { Face } from '../src/panel/face';
import { KeptRuns } from '../src/panel/keptRuns';
import type { HostCommand, PanelApi, PanelEvent } from '../src/panel/panelApi';
import { Presenter } from '../src/panel/presenter';
import type { Shown } from '../src/panel/shown';
import { parseQuestion } from '../src/panel/question';
import { replay, type ReportData } from '../src/panel/reportData';
import { snapshotOf, type RunOnScreen } from '../src/panel/runSnapshot';
import { spelledText } from '../src/panel/spelledText';
import type { CallContext, Handlers } from '../src/protocol/rpcServer';

/** The host of a panel that lives in a report: answers everything from the data that the file carries. */
export class ReportHost {
  private readonly whole: Analysis;
  private shown: Shown;
  private readonly presenter: Presenter;
  private readonly kept: KeptRuns;
  private watcher: ((event: PanelEvent) => void) | undefined;

  /** Throws Failure('text') when the data is damaged. */
  constructor(
    private readonly data: ReportData,
    /** Gives the reader a file. */
    private readonly download: (name: string, content: string) => void,
  ) {
    this.whole = replay(data);
    this.shown = { ...data, analysis: this.whole };
    this.kept = new KeptRuns(data.kept, data.comparedWith);
    this.presenter = new Presenter((event) => {
      this.watcher?.(event);
      // What a comparison shows is the answer's, and what it says of hindsight the curve's.
      if (event.kind === 'answer' || event.kind === 'curve') this.compareAgain();
    }, nextTask);
    this.presenter.ask(parseQuestion(data.question, data.model.layers));
  }

  readonly handlers: Handlers<PanelApi> = {
    watch: (_request, context) => this.watch(context),
    ask: does((question) => {
      this.ask(question);
    }),
    colourBy: lacks('An editor'),
    useModules: does((modules) => {
      this.useModules(modules);
    }),
    detail: async ({ token }) => {
      await Promise.resolve();
      return this.presenter.detail(token);
    },
    reveal: lacks('An editor'),
    rerun: lacks('The model'),
    cancelRerun: lacks('The model'),
    keep: does(() => {
      this.kept.keep(snapshotOf(this.onScreen()), Date.now());
      this.showKept();
    }),
    compareWith: does(({ id }) => {
      this.kept.compareWith(id);
      this.showKept();
    }),
    discardKept: does(({ id }) => {
      this.kept.discard(id);
      this.showKept();
    }),
    perform: does((command) => {
      this.perform(command);
    }),
    save: does(({ name, content }) => {
      this.download(name, content);
    }),
  };

  private async watch({ emit, signal }: CallContext<PanelEvent>): Promise<null> {
    this.watcher = emit;
    emit({ kind: 'face', face: this.face() });
    this.present();
    return await new Promise((resolve) => {
      signal.addEventListener('abort', () => {
        this.watcher = undefined;
        this.presenter.dispose();
        resolve(null);
      });
    });
  }

  private face(): Face {
    const { source, note } = this.data;
    return {
      document: source.name,
      state: this.whole.complete ? 'done' : 'stopped',
      note,
      progress: null,
      freshTokens: null,
      abilities: { run: false, reveal: false, save: true },
    };
  }

  private present(): void {
    this.presenter.present(this.shown);
    // They are of the analysis that the report was made of.
    const reruns = this.shown.analysis === this.whole ? this.data.reruns : [];
    this.watcher?.({ kind: 'reruns', reruns });
    this.showKept();
  }

  private ask(question: Constraint | null): void {
    this.presenter.ask(parseQuestion(question, this.data.model.layers));
  }

  private useModules(modules: ModuleList): void {
    const all = this.whole.run.modules;
    if (!modules.every((module) => all.includes(module))) {
      throw new Failure('request', `This report knows only the modules ${all.join(', ')}.`);
    }
    const analysis = modules.length === all.length ? this.whole : this.whole.restrictedTo(modules);
    this.shown = { ...this.shown, analysis };
    this.present();
  }

  private compareAgain(): void {
    if (this.kept.comparedWith !== null) this.showKept();
  }

  private showKept(): void {
    this.watcher?.(this.kept.event(this.presenter.onScreen));
  }

  private onScreen(): RunOnScreen {
    const { onScreen } = this.presenter;
    if (onScreen === undefined) throw new Failure('request', 'Nothing is on screen yet.');
    return onScreen;
  }

  private perform(command: HostCommand): void {
    const { name } = this.data.source;
    if (command === 'exportJson') {
      this.download(exportName(name, null, 'json'), [...jsonLines(this.json())].join(''));
    } else if (command === 'exportCsv') {
      const { answer } = this.onScreen();
      const csv = [...tokensCsvPieces(this.shown, answer)].join('');
      this.download(exportName(name, null, 'csv'), csv);
    } else {
      throw lacking('VS Code');
    }
  }

  private json(): AnalysisJson {
    const { provider, timing, vocabulary, tolerance } = this.data;
    const { analysis, answer } = this.onScreen();
    const measures = measure(analysis, { constraint: answer.constraint, tolerance });
    const summary = summarize(analysis, measures);
    const text = spelledText(analysis, vocabulary);
    return toJson(analysis, measures, { text, summary, timing, provider });
  }
}

/** A method of the panel that is done at once. */
function does<Request>(act: (request: Request) => void): (request: Request) => Promise<null> {
  return async (request) => {
    await Promise.resolve();
    act(request);
    return null;
  };
}

function lacks(what: string): () => Promise<never> {
  return () => Promise.reject(lacking(what));
}

function lacking(what: string): Failure {
  return new Failure('request', `${what} is not part of a report; open the document in VS Code.`);
}

function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve);
  });
}
