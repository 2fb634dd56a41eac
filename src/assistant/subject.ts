import type { Analysis } from '../core/analysis';
import type { Constraint } from '../core/constraint';
import type { TextLines } from './textLines';

/** What an assistant is told about. */
export interface Subject {
  /** Of the tokens that are asked about, each with its losses. */
  readonly analysis: Analysis;
  /** Of the document; the offsets of tokens count from its beginning. */
  readonly text: string;
  readonly lines: TextLines;
  /** What each vocabulary id stands for, for display. */
  readonly vocabulary: readonly string[];
  /** What ran the model. */
  readonly provider: string;
  readonly constraint: Constraint;
  /** Nats, for the needed compute. */
  readonly tolerance: number;
}
