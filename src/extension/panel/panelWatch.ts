import * as vscode from 'vscode';
import type { Analysis } from '../../core/analysis';
import { TokenList } from '../../core/tokenList';
import type { PanelEvent } from '../../panel/panelApi';
import { Presenter } from '../../panel/presenter';
import { refreshInterval } from '../../panel/refreshInterval';
import type { RunOnScreen } from '../../panel/runSnapshot';
import type { TokenDetail } from '../../panel/tokenDetail';
import type { Analyzer } from '../analyzer';
import type { Colours } from '../colours';
import type { DocumentAnalysis } from '../documentAnalysis';
import type { FollowedDocument } from '../followedDocument';
import { SECTION } from '../names';
import { pause } from '../pause';
import type { Results } from '../results';
import { settingsFor } from '../settings';
import { Throttle } from '../throttle';
import type { Comparing } from './comparing';
import { faceOf } from './face';
import type { Questions } from './questions';
import type { Reruns } from './reruns';
import { shownOf } from './shown';
import { tokenAtCursor } from './tokenPlace';

const NO_ANALYSIS = { tokens: TokenList.EMPTY, knownCount: 0 };
const FACE_INTERVAL_MS = 100;
const CURSOR_INTERVAL_MS = 50;
const COMPARISON_INTERVAL_MS = 200;

/** What the panel draws comes from these. */
export interface PanelSources {
  readonly followed: FollowedDocument;
  readonly results: Results;
  readonly analyzer: Analyzer;
  readonly questions: Questions;
  readonly colours: Colours;
  readonly comparing: Comparing;
  readonly reruns: Reruns;
}

/** Tells one page all there is to draw, from its first call until it is hidden. Without a page nothing of this runs. */
export class PanelWatch implements vscode.Disposable {
  private readonly presenter: Presenter;
  private readonly faces = new Throttle(() => {
    this.tellFace();
  }, FACE_INTERVAL_MS);
  private readonly subjects = new Throttle(
    () => {
      this.present();
    },
    () => refreshInterval(this.result?.analysis ?? NO_ANALYSIS),
  );
  private readonly cursors = new Throttle(() => {
    this.tellCursor();
  }, CURSOR_INTERVAL_MS);
  private readonly comparisons = new Throttle(() => {
    this.tellKept();
  }, COMPARISON_INTERVAL_MS);
  /** What is on its way to the page. */
  private presenting: Analysis | undefined;
  /** Whose cursor moved last. */
  private movedEditor: vscode.TextEditor | undefined;
  private readonly subscriptions: vscode.Disposable;

  constructor(
    private readonly sources: PanelSources,
    private readonly emit: (event: PanelEvent) => void,
  ) {
    this.presenter = new Presenter((event) => {
      emit(event);
      // What a comparison shows is the answer's, and what it says of hindsight the curve's.
      if (event.kind === 'answer' || event.kind === 'curve') this.compareAgain();
    }, pause);
    this.subscriptions = this.follow();
    this.presenter.ask(sources.questions.asked);
    this.subjects.now();
  }

  /** The run that the page shows; `undefined` while it shows none. */
  get run(): RunOnScreen | undefined {
    return this.presenter.onScreen;
  }

  /** Throws Failure('request') when the token's losses are not known. */
  detail(token: number): TokenDetail {
    return this.presenter.detail(token);
  }

  /** A rerun has begun, has come further, or has ended. */
  tellReruns(): void {
    const { result, sources } = this;
    const reruns = result === undefined ? [] : sources.reruns.statesOf(result.analysis);
    this.emit({ kind: 'reruns', reruns });
  }

  dispose(): void {
    this.subscriptions.dispose();
    this.presenter.dispose();
  }

  private follow(): vscode.Disposable {
    const { followed, results, analyzer, questions, colours, comparing } = this.sources;
    const isCurrent = (document: vscode.TextDocument): boolean => document === followed.current;
    return vscode.Disposable.from(
      ...[this.faces, this.subjects, this.cursors, this.comparisons],
      followed.onDidChange(() => {
        this.subjects.now();
      }),
      results.onDidChange((document) => {
        if (isCurrent(document)) this.subjects.ask();
      }),
      analyzer.onDidProgress((document) => {
        if (isCurrent(document)) this.faces.ask();
      }),
      analyzer.onDidChange((document) => {
        if (!isCurrent(document)) return;
        if (analyzer.isRunning(document)) this.faces.now();
        // As the user types, one analysis ends after the other.
        else if (settingsFor(document.uri).asYouType) this.subjects.ask();
        else this.subjects.now();
      }),
      questions.onDidChange(() => {
        this.presenter.ask(questions.asked);
      }),
      colours.onDidChange(() => {
        this.tellColours();
      }),
      comparing.onDidChange(() => {
        this.tellKept();
      }),
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        if (!isCurrent(document)) return;
        this.faces.ask();
        this.cursors.ask();
      }),
      vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => {
        if (!isCurrent(textEditor.document)) return;
        this.movedEditor = textEditor;
        this.cursors.ask();
      }),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration(SECTION)) this.subjects.now();
      }),
    );
  }

  private get result(): DocumentAnalysis | undefined {
    const document = this.sources.followed.current;
    return document && this.sources.results.of(document);
  }

  private tellFace(): void {
    const { followed, analyzer } = this.sources;
    this.emit({ kind: 'face', face: faceOf(followed.current, this.result, analyzer) });
  }

  private present(): void {
    const { result } = this;
    // Of a long analysis that grows fast, one state is shown after the other; none is given up for the next.
    if (result !== undefined && result.analysis === this.presenting) {
      this.subjects.ask();
      return;
    }
    this.faces.now();
    this.presenting = result?.analysis;
    this.presenter.present(result === undefined ? null : shownOf(result), () => {
      this.presenting = undefined;
      this.tellColours();
      this.tellCursor();
      this.tellKept();
      this.tellReruns();
    });
  }

  private tellColours(): void {
    const { colours, followed } = this.sources;
    this.emit({ kind: 'colours', colours: colours.of(followed.current, this.result) });
  }

  private tellCursor(): void {
    const { result, movedEditor } = this;
    const token = result === undefined ? null : tokenAtCursor(result, movedEditor);
    this.emit({ kind: 'cursor', token });
  }

  private compareAgain(): void {
    if (this.sources.comparing.kept.comparedWith !== null) this.comparisons.ask();
  }

  private tellKept(): void {
    this.emit(this.sources.comparing.kept.event(this.run));
  }
}
