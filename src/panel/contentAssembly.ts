import { emptyChoices, type Choices } from './answer';
import { Assembly } from './assembly';
import type { PanelContent, PanelEvent } from './panelApi';
import { emptyColumns, type TokenColumns } from './subject';

type Of<Kind extends PanelEvent['kind']> = Extract<PanelEvent, { kind: Kind }>;
type SubjectEvent = Exclude<Of<'subject'>, { subject: null }>;

/** A page's end of the host's events: what travelled in parts is whole again, and nothing is seen of it before it is. */
export class ContentAssembly {
  private readonly tokens = new Assembly<TokenColumns>();
  private readonly choices = new Assembly<Choices>();
  /** That wait for parts. */
  private subject: SubjectEvent | undefined;
  private answer: Of<'answer'> | undefined;
  /** Of the subject that is whole, and of the newest that has been told of. */
  private revision = 0;
  private newest = 0;

  /** @returns what there is to draw now that was not before. */
  take(event: PanelEvent): PanelContent[] {
    if (event.kind === 'tokens') this.tokens.take(event.part);
    else if (event.kind === 'choices') this.choices.take(event.part);
    else if (event.kind === 'answer') this.answer = event;
    else if (event.kind !== 'subject') return [event];
    else if (event.subject !== null) this.begin(event);
    else {
      this.subject = undefined;
      return [event];
    }
    return [...this.wholeSubject(), ...this.wholeAnswer()];
  }

  private begin(event: SubjectEvent): void {
    if (event.subject.revision < this.newest) return;
    this.newest = event.subject.revision;
    this.subject = event;
  }

  private *wholeSubject(): Generator<PanelContent> {
    if (this.subject === undefined) return;
    const { subject, parts } = this.subject;
    const { model, tokens } = subject;
    const columns = this.tokens.whole(parts, () => emptyColumns(tokens.count, model.layers));
    if (columns === undefined) return;
    this.subject = undefined;
    this.revision = subject.revision;
    yield { kind: 'subject', subject: { ...subject, tokens: { ...columns, ...tokens } } };
  }

  private *wholeAnswer(): Generator<PanelContent> {
    if (this.answer?.answer.revision !== this.revision) return;
    const { answer, parts } = this.answer;
    const choices = this.choices.whole(parts, () => emptyChoices(parts.count));
    if (choices === undefined) return;
    this.answer = undefined;
    yield { kind: 'answer', answer: { ...answer, ...choices } };
  }
}
