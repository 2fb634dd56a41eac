/** A text for a process that does what the extension's host does. */
export interface HostJob {
  readonly text: string;
  /** After so many seconds the analysis is stopped. */
  readonly seconds: number;
}

export interface HostResult {
  readonly tokens: number;
  /** Analysed when it ended. */
  readonly known: number;
  /** Milliseconds by which the event loop was late; `processor`: the longest turn in processor time, where the system tells. */
  readonly delay: {
    readonly p99: number;
    readonly max: number;
    readonly processor: number | null;
  };
  /** Peak of resident memory; `engine` where the system tells. */
  readonly megabytes: { readonly host: number; readonly engine: number | null };
}
