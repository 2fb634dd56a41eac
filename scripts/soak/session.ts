import { MODULE_LISTS, type ModuleList } from '../../src/core/module';
import { seededDraw } from '../../src/core/random';
import type { Ending, Incident, Window } from './window';

/** What somebody does before the next analysis. */
const KINDS = ['fresh text', 'edit', 'undo', 'other modules', 'other model', 'cancelled'] as const;

export type Kind = (typeof KINDS)[number] | 'engine killed';

const WORDS = 'a model spends the same compute on every word though most are easy to predict'.split(
  ' ',
);

export interface SessionOptions {
  readonly seed: number;
  readonly bundles: readonly string[];
  /** Of a text. */
  readonly words: number;
  /** One of the first analyses in so many kills its engine... */
  readonly killEvery: number;
  /** ...up to this one. From then on the same engine serves, so that it is seen whether it grows. */
  readonly killsUntil: number;
}

/** A person who analyses texts, changes them and changes their mind, the same way every time. */
export class Session {
  private readonly draw: (below: number) => number;
  private bundle = 0;
  private modules: ModuleList = ['small', 'big'];
  private text: string;
  private before: string;
  private analyses = 0;
  /** How many of each kind there were, and how they ended. */
  readonly counts = new Map<string, number>();

  constructor(
    private readonly window: Window,
    private readonly options: SessionOptions,
  ) {
    this.draw = seededDraw(options.seed);
    this.text = this.before = this.freshText();
  }

  async analyzeNext(): Promise<void> {
    const { killEvery, killsUntil, bundles } = this.options;
    const at = this.analyses++;
    const kills = at < killsUntil && at % killEvery === killEvery - 1;
    const kind = kills ? 'engine killed' : this.drawn(KINDS);
    const incident = this.prepare(kind);
    const bundle = bundles[this.bundle] ?? '';
    const asked = { bundle, modules: this.modules, text: this.text };
    const ending = await this.window.analyze(asked, incident);
    this.count(kind, ending);
  }

  private count(kind: Kind, ending: Ending): void {
    const name = `${kind}, ${ending}`;
    this.counts.set(name, (this.counts.get(name) ?? 0) + 1);
  }

  /** Changes what is asked; what is to happen while it runs. */
  private prepare(kind: Kind): Incident | undefined {
    switch (kind) {
      case 'fresh text':
        this.before = this.text;
        this.text = this.freshText();
        return undefined;
      case 'edit': {
        const at = this.draw(this.text.length);
        this.before = this.text;
        this.text = `${this.text.slice(0, at)} ${this.drawn(WORDS)}${this.text.slice(at + this.draw(4))}`;
        return undefined;
      }
      case 'undo':
        [this.text, this.before] = [this.before, this.text];
        return undefined;
      case 'other modules':
        this.modules = this.drawn(MODULE_LISTS);
        return undefined;
      case 'other model':
        this.bundle = (this.bundle + 1) % this.options.bundles.length;
        return undefined;
      case 'cancelled':
      case 'engine killed':
        this.text = this.freshText();
        return { kind: kind === 'cancelled' ? 'cancel' : 'kill', after: 1 + this.draw(3) };
    }
  }

  private freshText(): string {
    const count = 1 + this.draw(2 * this.options.words);
    return Array.from(
      { length: count },
      () => `${this.drawn(WORDS)}${this.draw(12) === 0 ? '.\n' : ''}`,
    ).join(' ');
  }

  private drawn<T>(of: readonly T[]): T {
    return of[this.draw(of.length)] as T;
  }
}
