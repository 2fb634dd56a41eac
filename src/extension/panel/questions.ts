import * as vscode from 'vscode';
import type { Analysis } from '../../core/analysis';
import type { Constraint } from '../../core/constraint';
import { parseQuestion, questionAbout, type Question } from '../../panel/question';

const KEY = 'duoLLM.question';

/** The window's one question: what the user has asked in the panel. It outlives the window. */
export class Questions implements vscode.Disposable {
  private question: Constraint | null;
  private readonly changed = new vscode.EventEmitter<void>();

  readonly onDidChange = this.changed.event;

  constructor(private readonly memory: vscode.Memento) {
    this.question = stored(memory.get(KEY));
  }

  /** `null`: nobody has asked. */
  get asked(): Constraint | null {
    return this.question;
  }

  ask(question: Constraint | null): void {
    this.question = question;
    void this.memory.update(KEY, question ?? undefined);
    this.changed.fire();
  }

  /** The question about an analysis: what was asked where that makes sense for its model, else the default. */
  about(analysis: Pick<Analysis, 'model' | 'run'>): Question {
    return questionAbout(this.question, analysis);
  }

  dispose(): void {
    this.changed.dispose();
  }
}

/** What another version of the extension has stored may be anything. */
function stored(value: unknown): Constraint | null {
  const layers = (value as { readonly layers?: unknown } | null | undefined)?.layers;
  if (!Array.isArray(layers)) return null;
  try {
    return parseQuestion(value, layers.length);
  } catch {
    return null;
  }
}
