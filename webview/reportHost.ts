import type { Analysis } from '../src/core/analysis';
import { toJson, type AnalysisJson } from '../src/core/analysisJson';
import type { Constraint } from '../src/core/constraint';
import { Failure } from '../src/core/failure';
import { jsonLines } from '../src/core/jsonLines';
import { measure } from '../src/core/measures';
import type { ModuleList } from '../src/core/module';
import { summarize } from '../src/core/summary';
import type { Answer } from '../src/panel/answer';
import { compare, type Comparison } from '../src/panel/comparison';
import { tokensCsv } from '../src/panel/csv';
import type { Curve } from '../src/panel/curve';
import type { Face } from '../src/panel/face';
import { KeptRuns } from '../src/panel/keptRuns';
import type { HostCommand, PanelApi, PanelEvent } from '../src/panel/panelApi';
import { Presenter, type Shown } from '../src/panel/presenter';
import { parseQuestion } from '../src/panel/question';
import { replay, type ReportData } from '../src/panel/reportData';
import { snapshotOf, type RunOnScreen } from '../src/panel/runSnapshot';
import { spelledText } from '../src/panel/spelledText';
import type { Subject } from '../src/panel/subject';
import type { CallContext, Handlers } from '../src/protocol/rpcServer';

/** The host of a panel that lives in a report: answers everything from the data that the file carries. */
export class ReportHost {
  private readonly whole: Analysis;
  private shown: Shown;
  private readonly presenter: Presenter;
  private readonly kept: KeptRuns;
  private comparedWith: number | null;
  private subject: Subject | undefined;
  private answer: Answer | undefined;
  private curve: Curve | undefined;
  private watcher: ((event: PanelEvent) => void) | undefined;

  /** Throws Failure('text') when the data is damaged. */
  constructor(
    private readonly data: ReportData,
    /** Gives the reader a file. */
    private readonly download: (name: string, content: string) => void,
  ) {
    this.whole = replay(data);
    this.shown = { ...data, analysis: this.whole };
    this.kept = new KeptRuns(data.kept);
    this.comparedWith = data.comparedWith;
    this.presenter = new Presenter((event) => {
      this.pass(event);
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
      this.keep();
    }),
    compareWith: does(({ id }) => {
      this.compareWith(id);
    }),
    discardKept: does(({ id }) => {
      this.discard(id);
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
    this.presenter.present(this.shown);
    this.showRerun();
    this.showKept();
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

  /** Hands on what the presenter says, and remembers what a comparison or an export is made of. */
  private pass(event: PanelEvent): void {
    this.watcher?.(event);
    if (event.kind === 'subject') this.subject = event.subject ?? undefined;
    else if (event.kind === 'answer') this.answer = event.answer;
    else if (event.kind === 'curve') this.curve = event.curve;
    else return;
    if (event.kind !== 'subject' && this.comparedWith !== null) this.showKept();
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
    this.curve = undefined;
    this.presenter.present(this.shown);
    this.showKept();
  }

  /** Of the run that it was started for. */
  private showRerun(): void {
    const { rerun } = this.data;
    const { revision } = this.presenter;
    this.watcher?.({ kind: 'rerun', rerun: rerun && { ...rerun, revision } });
  }

  private keep(): void {
    const { id } = this.kept.keep(snapshotOf(this.onScreen()), Date.now());
    this.compareWith(id);
  }

  private compareWith(id: number | null): void {
    this.comparedWith = id;
    this.showKept();
  }

  private discard(id: number): void {
    this.kept.discard(id);
    if (this.comparedWith === id) this.comparedWith = null;
    this.showKept();
  }

  private showKept(): void {
    this.watcher?.({ kind: 'kept', kept: this.kept.list(), comparison: this.comparison() });
  }

  private comparison(): Comparison | null {
    const kept = this.comparedWith === null ? undefined : this.kept.get(this.comparedWith);
    if (kept === undefined) return null;
    const onScreen = this.onScreen();
    const { revision, tokens } = onScreen.subject;
    return compare(kept.id, kept.snapshot, snapshotOf(onScreen), { revision, texts: tokens.texts });
  }

  private onScreen(): RunOnScreen {
    const { subject, answer, curve = null } = this;
    if (subject === undefined || answer === undefined) {
      throw new Failure('request', 'Nothing is on screen yet.');
    }
    return { analysis: this.shown.analysis, subject, answer, curve };
  }

  private perform(command: HostCommand): void {
    const { name } = this.data.source;
    if (command === 'exportJson') {
      this.download(`${name}.duo-llm.json`, [...jsonLines(this.json())].join(''));
    } else if (command === 'exportCsv') {
      const { analysis, subject, answer } = this.onScreen();
      this.download(`${name}.tokens.csv`, tokensCsv(analysis, subject, answer));
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
