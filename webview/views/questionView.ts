import { QUANTITIES } from '../../src/core/colourScale';
import type { Constraint } from '../../src/core/constraint';
import { surpriseModule } from '../../src/core/measures';
import { QUANTITY_NAMES, quantityMeaning } from '../../src/core/words';
import type { Answer } from '../../src/panel/answer';
import { atPoint, hindsightUnder, type Curve } from '../../src/panel/curve';
import type { EditorColours } from '../../src/panel/panelApi';
import { questionInWords } from '../../src/panel/questionInWords';
import type { Subject } from '../../src/panel/subject';
import { element } from '../dom';
import { LastOfRun } from '../lastOfRun';
import { BudgetSlider } from '../question/budgetSlider';
import { Choice, type Option } from '../question/choice';
import { conflictInWords } from '../question/conflict';
import { answerInWords, figures } from '../question/figures';
import { layerChoices, withLayer } from '../question/layerChoices';
import { LayerControl } from '../question/layerControl';
import { Lead } from '../question/lead';
import { ModuleLists } from '../question/moduleLists';
import { questionOf, type PanelState } from '../state';
import type { View, ViewTools } from '../view';
import '../styles/question.css';

/** What is asked of the table: budget and layers; its numbers; and what the editors show of it. */
export function questionView(tools: ViewTools): View {
  return new QuestionView(tools);
}

const AUTOMATIC = 'automatic';

class QuestionView implements View {
  private readonly budget: BudgetSlider;
  private readonly bound: HTMLElement;
  private readonly conflict = element('p', { class: 'question-conflict', role: 'status' });
  private readonly numbers = element('div', { class: 'question-numbers' });
  private readonly lead = new Lead();
  private readonly curve = new LastOfRun<Curve>();
  private readonly layers = element('div', { class: 'question-layers' });
  private readonly reset: HTMLElement;
  private readonly moduleLists: ModuleLists;
  private readonly colours: Choice;
  private readonly colourMeaning = element('p', { class: 'note' });
  private layerControls: readonly { readonly layer: number; readonly control: LayerControl }[] = [];
  private layersKey = '';
  private drawn: readonly unknown[] = [];
  /** Say the numbers of the next answer. */
  private sayAnswer = false;
  readonly element: HTMLElement;

  constructor(private readonly tools: ViewTools) {
    this.budget = new BudgetSlider(
      (budget) => {
        this.change((question) => atPoint(question, budget));
      },
      () => {
        this.sayAnswer = true;
        this.say(tools.store.state);
      },
    );
    this.bound = this.makeBound();
    this.reset = this.makeReset();
    this.moduleLists = new ModuleLists(tools);
    this.colours = new Choice('Editor colours', (value) => {
      tools.host.tell('colourBy', QUANTITIES.find((each) => each === value) ?? null);
    });
    this.element = element(
      'div',
      { class: 'question' },
      element('div', { class: 'question-budget' }, this.budget.element, this.bound, this.conflict),
      element('div', {}, this.numbers, this.lead.element),
      element(
        'div',
        { class: 'question-by-layer' },
        element('div', { class: 'question-head' }, element('h3', {}, 'Layers'), this.reset),
        this.layers,
      ),
      element(
        'div',
        { class: 'question-choices' },
        this.moduleLists.element,
        this.colours.element,
        this.colourMeaning,
      ),
    );
  }

  update(state: PanelState): void {
    const { subject, answer, curve, colours, face } = state;
    const question = questionOf(state);
    const parts = [subject, answer, curve, question, colours, face];
    if (parts.every((part, at) => part === this.drawn[at])) return;
    this.drawn = parts;
    if (subject === null || question === null) return;
    this.showQuestion(question, subject);
    this.reset.toggleAttribute('disabled', state.draft === null && answer?.asked !== true);
    this.moduleLists.update(subject, face);
    this.showColours(colours, subject);
    if (answer === null) return;
    this.showNumbers(subject, answer, this.curve.of(subject, curve));
    this.say(state);
  }

  private showNumbers(subject: Subject, answer: Answer, curve: Curve | null): void {
    this.numbers.replaceChildren(...figures(subject, answer, curve));
    this.lead.element.hidden = !subject.hasExpected;
    if (subject.hasExpected) this.lead.show(hindsightUnder(curve, answer.constraint));
  }

  /** Once the answer to what the user left the controls at is here. */
  private say({ draft, answer, subject }: PanelState): void {
    if (!this.sayAnswer || draft !== null || answer === null || subject === null) return;
    this.sayAnswer = false;
    if (answer.admissible > 0) this.tools.announce(answerInWords(subject, answer));
  }

  private showQuestion(question: Constraint, { run, model }: Subject): void {
    const { budget, atMost, layers } = question;
    // Any number of big layers is at most all of them.
    const bound = atMost || budget === undefined ? 'at most' : 'exactly';
    const shown = budget ?? model.layers;
    this.budget.show(shown, model.layers, `${bound} ${shown} of ${model.layers} layers big`);
    this.bound.setAttribute('value', bound);
    (this.bound as HTMLInputElement).value = bound;
    const conflict = conflictInWords(question, run.modules);
    this.conflict.hidden = conflict === undefined;
    const text =
      conflict === undefined
        ? ''
        : `No route satisfies this. ${conflict} Reset or change one of the two.`;
    if (this.conflict.textContent !== text) this.conflict.textContent = text;
    this.makeLayers(model.layers, run.modules);
    for (const { layer, control } of this.layerControls) control.show(layers[layer] ?? 'auto');
    const isLacking = layers.some((choice) => choice !== 'auto' && !run.modules.includes(choice));
    this.layers.classList.toggle('of-three', run.modules.length === 3 || isLacking);
  }

  private makeLayers(layers: number, modules: Subject['run']['modules']): void {
    const key = `${layers} ${modules.join()}`;
    if (key === this.layersKey) return;
    this.layersKey = key;
    // In the order that routes are written in: lowest first.
    this.layerControls = Array.from({ length: layers }, (_, layer) => {
      const control = new LayerControl(layer, layerChoices(modules), (choice) => {
        this.sayAnswer = true;
        this.change((question) => withLayer(question, layer, choice));
      });
      return { layer, control };
    });
    this.layers.replaceChildren(...this.layerControls.map(({ control }) => control.element));
  }

  private showColours(colours: EditorColours | null, { run }: Subject): void {
    this.colours.element.hidden = colours === null;
    this.colourMeaning.hidden = colours === null;
    if (colours === null) return;
    const { chosen, shown } = colours;
    const options: Option[] = [
      {
        value: AUTOMATIC,
        label: chosen === null ? `Automatic (${QUANTITY_NAMES[shown]})` : 'Automatic',
      },
      ...QUANTITIES.map((quantity) => ({ value: quantity, label: QUANTITY_NAMES[quantity] })),
    ];
    this.colours.show(options, chosen ?? AUTOMATIC);
    const meaning = quantityMeaning(shown, surpriseModule(run.modules));
    this.colourMeaning.textContent = `Now ${QUANTITY_NAMES[shown]}: ${meaning}.`;
  }

  private makeBound(): HTMLElement {
    const bound = element(
      'vscode-radio-group',
      { class: 'question-bound', 'aria-label': 'The budget is' },
      element('vscode-radio', { value: 'exactly' }, 'exactly'),
      element('vscode-radio', { value: 'at most' }, 'at most'),
    );
    bound.addEventListener('change', () => {
      const atMost = (bound as HTMLInputElement).value === 'at most';
      // Any number of big layers is at most all of them: exactly all is what is left of that.
      this.change(({ budget, layers }) => ({ budget: budget ?? layers.length, layers, atMost }));
    });
    return bound;
  }

  private makeReset(): HTMLElement {
    const reset = element('vscode-button', { appearance: 'secondary' }, 'Reset');
    reset.title = 'Back to the question that the panel begins with';
    reset.addEventListener('click', () => {
      this.tools.asking.ask(null);
    });
    return reset;
  }

  /** Asks what the user made of the question on screen, if it is another one. */
  private change(make: (question: Constraint) => Constraint): void {
    const question = questionOf(this.tools.store.state);
    if (question === null) return;
    const next = make(question);
    if (questionInWords(next) !== questionInWords(question)) this.tools.asking.ask(next);
  }
}
