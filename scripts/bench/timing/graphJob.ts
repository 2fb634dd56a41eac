import type { Provider } from '../../../src/protocol/engineApi';
import type { Inputs } from '../../../src/engine/graph';

/** A graph whose runs are timed. */
export interface GraphTask {
  readonly name: string;
  /** Absolute path of the .onnx file. */
  readonly file: string;
  /** What it is fed, in turn. */
  readonly feeds: readonly Inputs[];
  readonly outputs: readonly string[];
  /** How many sessions run it at once, each with its share of the threads. */
  readonly sessions: number;
}

/** Graphs that take turns in one process: A B A B, so that what disturbs the machine disturbs all of them. */
export interface GraphJob {
  /** Absent: the CPU. */
  readonly provider?: Provider;
  readonly threads: number;
  readonly tasks: readonly GraphTask[];
  /** How long to go on, in all. */
  readonly seconds: number;
}

/** Milliseconds per run by a task's name, of all its sessions together: half, where two run at once; one sample for every round, so that equal indices are pairs. */
export type GraphTimes = Readonly<Record<string, readonly number[]>>;
