import type { TextDocument } from 'vscode';
import type { Analysis } from '../../core/analysis';
import type { AnalysisEvent } from '../../core/analysisEvent';
import type { Constraint } from '../../core/constraint';
import { Failure } from '../../core/failure';
import { eachEvent } from '../../client/eachEvent';
import type { EngineClient } from '../../client/engineClient';
import type { RerunRequest, RerunState } from '../../panel/rerun';
import { RerunTally } from '../../panel/rerunTally';
import type { AnalysisEnd, OpenRequest } from '../../protocol/engineApi';

/** Who lends the engine; see `Engine`. */
export interface EngineLender {
  use<Result>(work: (client: RerunClient) => Promise<Result>): Promise<Result>;
}

type RerunClient = Pick<EngineClient, 'open' | 'analyze' | 'route'>;

/** What is run again. */
export interface RerunSubject {
  readonly document: TextDocument;
  readonly analysis: Analysis;
  /** That was analysed, whatever has become of the document since. */
  readonly text: string;
  /** How the model of the analysis was opened. */
  readonly source: OpenRequest;
}

/** One run of the model for what the table cannot answer: over the tokens of the analysis, with its model. */
export class Rerun {
  private readonly controller = new AbortController();
  private readonly tally: RerunTally;
  private outcome: Pick<RerunState, 'state' | 'note'> = { state: 'running', note: null };
  private tokensPerSecond = 0;

  constructor(
    readonly subject: RerunSubject,
    readonly request: RerunRequest,
    private readonly constraint: Constraint,
  ) {
    this.tally = new RerunTally(subject.analysis, request, constraint);
  }

  /** As it is now. */
  get state(): RerunState {
    const { request, constraint, tokensPerSecond } = this;
    return {
      request,
      constraint,
      ...this.outcome,
      tokensPerSecond,
      ...this.tally.figures(),
    };
  }

  /** Stops the run; what it has reached stays. */
  cancel(): void {
    this.controller.abort();
  }

  /** Resolves when it is over, however it ended: the state tells. `onProgress` is called whenever more is known. */
  async run(engine: EngineLender, onProgress: () => void): Promise<void> {
    try {
      await engine.use((client) => this.follow(client, onProgress));
      this.outcome = { state: 'done', note: null };
    } catch (error) {
      this.outcome = outcomeOf(error);
    }
  }

  private async follow(client: RerunClient, onProgress: () => void): Promise<void> {
    const { analysis, source } = this.subject;
    const { model } = await client.open(source, this.controller.signal);
    if (model.sha256 !== analysis.model.sha256) {
      throw new Failure(
        'request',
        'The model is another one than at the time of the analysis; analyse the document again first.',
      );
    }
    let since = performance.now();
    await eachEvent(this.events(client), (event) => {
      if (event.kind === 'tokens') since = performance.now();
      this.tally.take(event);
      const seconds = (performance.now() - since) / 1000;
      this.tokensPerSecond = seconds > 0 ? this.tally.known / seconds : 0;
      onProgress();
    });
  }

  private events(client: RerunClient): AsyncGenerator<AnalysisEvent, AnalysisEnd, undefined> {
    const { analysis, text, source } = this.subject;
    const { request, constraint } = this;
    const { tokens, run } = analysis;
    const selection = { start: tokens.at(0)?.start ?? 0, end: tokens.at(-1)?.end ?? 0 };
    const asked = { ...source, text, selection };
    const { signal } = this.controller;
    if (request.kind === 'router') {
      return client.route({ ...asked, router: request.router, layers: constraint.layers }, signal);
    }
    const context = { kind: 'self', constraint } as const;
    return client.analyze({ ...asked, modules: run.modules, context }, signal);
  }
}

function outcomeOf(error: unknown): Pick<RerunState, 'state' | 'note'> {
  if (error instanceof Failure && error.code === 'cancelled') {
    return { state: 'stopped', note: null };
  }
  return { state: 'failed', note: error instanceof Error ? error.message : String(error) };
}
