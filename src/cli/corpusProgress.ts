import { StatusLine, type ProgressStream } from './statusLine';

/** How often a stream that is no terminal, such as the log of a cluster's job, gets a line. */
const LOG_MS = 60_000;

/** Counts the files of a corpus, and their tokens as they are found. */
export class CorpusProgress {
  /** Tokens of this run. */
  tokens = 0;
  filesDone = 0;
  private bytesDone = 0;
  private readonly began = performance.now();
  private loggedAt = this.began;
  private readonly line: StatusLine;

  constructor(
    private readonly stream: ProgressStream,
    private readonly total: { readonly files: number; readonly bytes: number },
  ) {
    this.line = new StatusLine(stream);
  }

  get seconds(): number {
    return (performance.now() - this.began) / 1000;
  }

  found(tokens: number): void {
    this.tokens += tokens;
    this.show();
  }

  /** A file needs no more work. */
  done({ bytes }: { readonly bytes: number }): void {
    this.filesDone++;
    this.bytesDone += bytes;
    this.show();
  }

  /** Writes a line that stays. */
  say(sentence: string): void {
    this.line.clear();
    this.stream.write(`${sentence}\n`);
  }

  clear(): void {
    this.line.clear();
  }

  private show(): void {
    this.line.show(() => this.text());
    const now = performance.now();
    if (this.stream.isTTY === true || now - this.loggedAt < LOG_MS) return;
    this.loggedAt = now;
    this.say(this.text());
  }

  private text(): string {
    const { files, bytes } = this.total;
    const share = bytes === 0 ? 1 : this.bytesDone / bytes;
    const rate = this.tokens / this.seconds;
    return (
      `${String(this.filesDone)} of ${String(files)} files (${(share * 100).toFixed(0)} % of their bytes), ` +
      `${String(this.tokens)} tokens, ${rate.toFixed(0)} tokens/s`
    );
  }
}
