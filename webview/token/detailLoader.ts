import type { TokenDetail } from '../../src/panel/tokenDetail';

/** What a detail was asked for: another question or another state of the analysis has another answer. */
export interface Wanted {
  readonly token: number;
  readonly revision: number;
  /** Only its identity counts. */
  readonly question: unknown;
}

/**
 * Asks for the detail of one token at a time. However fast the wishes change, one call is under way, and after it only
 * the last wish counts. Replies to other wishes are dropped.
 */
export class DetailLoader {
  private wanted: Wanted | undefined;
  private asked: Wanted | undefined;
  private busy = false;

  constructor(
    /** `undefined`: it failed, and the user has been told. */
    private readonly ask: (token: number) => Promise<TokenDetail | undefined>,
    private readonly onDetail: (detail: TokenDetail) => void,
  ) {}

  /** `undefined`: nothing is wanted any more. The same wish again changes nothing. */
  want(wanted: Wanted | undefined): void {
    this.wanted = wanted;
    if (!this.busy) void this.run();
  }

  private async run(): Promise<void> {
    this.busy = true;
    try {
      while (this.wanted !== undefined && !same(this.wanted, this.asked)) {
        const asked = this.wanted;
        this.asked = asked;
        const detail = await this.ask(asked.token);
        if (detail !== undefined && this.fits(detail)) this.onDetail(detail);
      }
    } finally {
      this.busy = false;
    }
    if (this.wanted === undefined) this.asked = undefined;
  }

  /** While a budget is dragged, the reply to the wish before is better than none. */
  private fits({ token, revision }: TokenDetail): boolean {
    return this.wanted?.token === token && this.wanted.revision === revision;
  }
}

function same(one: Wanted, other: Wanted | undefined): boolean {
  return (
    one.token === other?.token && one.revision === other.revision && one.question === other.question
  );
}
