/** What the panel is about and how that is going, also when there is nothing to draw. */
export interface Face {
  /** Name of the document; `null`: no text editor is open. */
  readonly document: string | null;
  /**
   * `declined`: the document cannot be analysed, `note` says why. `absent`: it has not been analysed.
   * `running`, `stopped` (cancelled or failed; what was found until then stays), `done`: like an analysis.
   */
  readonly state: 'noDocument' | 'declined' | 'absent' | 'running' | 'stopped' | 'done';
  /** A sentence for the user: why it was declined, or how the last run failed; else `null`. */
  readonly note: string | null;
  /** Of a running analysis; `null` while its tokens are not known. */
  readonly progress: {
    readonly known: number;
    readonly tokens: number;
    readonly tokensPerSecond: number;
  } | null;
  /** How many of the analysed tokens still hold, counted from the first, after an edit; `null`: all do. */
  readonly freshTokens: number | null;
  /** What this host can do. A report cannot run the model or reach an editor. */
  readonly abilities: {
    readonly run: boolean;
    readonly reveal: boolean;
    /** Keeps files that it is given: `save`, `exportJson`... */
    readonly save: boolean;
  };
}
