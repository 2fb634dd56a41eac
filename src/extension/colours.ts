import * as vscode from 'vscode';
import type { Quantity } from '../core/colourScale';
import type { EditorColours } from '../panel/panelApi';
import type { DocumentAnalysis } from './documentAnalysis';
import type { Questions } from './panel/questions';
import type { Colouring } from './quantityValues';
import { settingsFor } from './settings';

/**
 * What the editors are coloured by: what the user chose in the panel; else, once a question is asked there, the shortfall,
 * which follows the budget; else the setting's quantity.
 */
export class Colours implements vscode.Disposable {
  private chosen: Quantity | undefined;
  private previewed: Quantity | undefined;
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly asking: vscode.Disposable;

  /** Fires at once: what is painted has to be painted anew. */
  readonly onDidChange = this.changed.event;

  constructor(private readonly questions: Questions) {
    this.asking = questions.onDidChange(() => {
      this.changed.fire();
    });
  }

  /** `undefined`: automatic. */
  choose(quantity: Quantity | undefined): void {
    this.chosen = quantity;
    this.changed.fire();
  }

  /** Shows another quantity for the time being; `undefined`: no longer. */
  preview(quantity: Quantity | undefined): void {
    this.previewed = quantity;
    this.changed.fire();
  }

  /** Of a document and what is known of it. */
  of(
    document: vscode.TextDocument | undefined,
    result: DocumentAnalysis | undefined,
  ): EditorColours {
    const asked =
      result === undefined
        ? this.questions.asked !== null
        : this.questions.about(result.analysis).asked;
    const automatic = asked ? 'shortfall' : settingsFor(document?.uri).colourBy;
    return { chosen: this.chosen ?? null, shown: this.previewed ?? this.chosen ?? automatic };
  }

  colouringOf(result: DocumentAnalysis): Colouring {
    const { analysis, document } = result;
    return {
      quantity: this.of(document, result).shown,
      tolerance: settingsFor(document.uri).tolerance,
      constraint: this.questions.about(analysis).constraint,
    };
  }

  dispose(): void {
    this.asking.dispose();
    this.changed.dispose();
  }
}
