import type { Hindsight } from '../../src/core/hindsight';
import { meanOf } from '../../src/core/means';
import { searchInWords } from '../../src/core/searchWords';
import { KINDS, type Kind } from '../../src/core/measures';
import {
  allLayersInWords,
  HINDSIGHT_MEANING,
  hindsightInWords,
  hindsightVerdict,
  KIND_NAMES,
  kindInWords,
  percent,
} from '../../src/core/words';
import { hindsightUnder, type Curve } from '../../src/panel/curve';
import type { Overview } from '../../src/panel/overview';
import { questionInWords } from '../../src/panel/questionInWords';
import type { Subject } from '../../src/panel/subject';
import { button } from '../parts/button';
import { changed } from '../changed';
import { contextInWords, wholeRunNote } from '../charts/contextWords';
import { element } from '../dom';
import { LastOfRun } from '../lastOfRun';
import { compact, count, decimals, nats, perplexity, share } from '../numbers';
import type { PanelState } from '../state';
import type { View, ViewTools } from '../view';
import '../styles/summary.css';

/** A line of a definition list; `note` explains what stands above it. */
interface Fact {
  readonly name: string;
  readonly value: string;
  readonly note?: string | undefined;
}

/** The analysis in a few numbers, and where it comes from. */
export function summaryView({ host }: ViewTools): View {
  const list = element('dl', { class: 'summary-facts' });
  const selectModel = button('Select model…', () => {
    host.tell('perform', 'selectModel');
  });
  const buttons = element('div', { class: 'buttons' }, selectModel);

  const lastOverview = new LastOfRun<Overview>();
  const lastCurve = new LastOfRun<Curve>();
  let drawn: PanelState | undefined;
  return {
    element: element('div', { class: 'summary' }, list, buttons),
    update: (state) => {
      const { subject, answer, curve, face } = state;
      buttons.hidden = face?.abilities.run !== true;
      if (!changed(state, drawn, ['subject', 'overview', 'answer', 'curve']) || subject === null)
        return;
      drawn = state;
      const overview = lastOverview.of(subject, state.overview);
      list.replaceChildren(
        ...[
          ...tokenFacts(subject, overview),
          ...searchFacts(overview),
          ...computeFacts(subject, overview),
          ...hindsightFacts(
            answer && hindsightUnder(lastCurve.of(subject, curve), answer.constraint),
          ),
          ...routerFacts(subject, answer?.agreement ?? null),
          ...originFacts(subject),
        ].map(describe),
      );
    },
  };
}

function describe({ name, value, note }: Fact): HTMLElement {
  const notes = note === undefined ? [] : [element('dd', { class: 'note' }, note)];
  return element(
    'div',
    { class: 'summary-fact' },
    element('dt', {}, name),
    element('dd', {}, value),
    ...notes,
  );
}

function tokenFacts({ tokens, source }: Subject, overview: Overview | null): Fact[] {
  if (tokens.count === 0) {
    const note =
      source.length === 0 ? 'The text is empty: there is nothing to predict.' : undefined;
    return [{ name: 'Tokens', value: 'none', note }];
  }
  const all = count(tokens.count);
  const known = tokens.known < tokens.count ? `${count(tokens.known)} of ${all}` : all;
  if (overview === null || overview.tokens === 0) return [{ name: 'Tokens', value: known }];
  return [
    { name: 'Tokens', value: known },
    ...KINDS.map((kind) => ({
      name: KIND_NAMES[kind],
      value: `${count(overview.kinds[kind])} (${share(overview.kinds[kind] / overview.tokens)})`,
      note: kindNote(kind, overview),
    })),
  ];
}

/** Of an exact search there is nothing to say. */
function searchFacts(overview: Overview | null): Fact[] {
  if (overview?.search !== 'beam') return [];
  return [{ name: 'Search', value: 'beam', note: searchInWords(overview.searchError) }];
}

function kindNote(kind: Kind, { kinds, helpedByBig }: Overview): string {
  const meaning = kindInWords(kind).replace(/^[^:]*: /, '');
  const sentence = meaning.charAt(0).toUpperCase() + meaning.slice(1);
  if (kind !== 'computeHelps' || kinds.computeHelps === 0) return sentence;
  const part = percent(helpedByBig / kinds.computeHelps);
  return `${sentence} All big already does better for ${count(helpedByBig)} of them (${part}).`;
}

function computeFacts({ tokens, run }: Subject, overview: Overview | null): Fact[] {
  if (overview === null || overview.tokens === 0) return [];
  const { allBig, floor, noWorse, noWorseExpected, router } = overview.flops;
  const bigLoss = meanOf(tokens.bigLoss);
  const saved = (flops: number): string => {
    const part = 1 - flops / allBig;
    return part < 0 ? `${share(-part)} more than all big` : `${share(part)} saved`;
  };
  return [
    {
      name: 'FLOPs per token, all big',
      value: compact(allBig),
      note: 'Attention without its context-length term, feed-forward steps and head.',
    },
    {
      name: `the floor: ${allLayersInWords(floor.module)}`,
      value: `${compact(floor.flops)} (${saved(floor.flops)})`,
      note: 'No route costs less, so no more can be saved.',
    },
    ...(noWorse === null
      ? []
      : [
          {
            name: 'cheapest route no worse than all big, token by token',
            value: `${compact(noWorse.flops)} (${saved(noWorse.flops)})`,
            note:
              `Chosen knowing the answer, and often better: mean loss ${nats(noWorse.meanLoss)} nats, ` +
              `all big ${nats(bigLoss)} (${run.context.kind} context).`,
          },
        ]),
    ...(noWorseExpected === null
      ? []
      : [
          {
            name: 'the same without hindsight',
            value: `${compact(noWorseExpected.flops)} (${saved(noWorseExpected.flops)})`,
            note:
              'Expected to be no worse, without the answer: ' +
              `mean loss ${nats(noWorseExpected.meanLoss)} nats.`,
          },
        ]),
    ...(router === null
      ? []
      : [{ name: 'router', value: `${compact(router)} (${saved(router)})` }]),
  ];
}

/** Under the current question. */
function hindsightFacts(hindsight: Hindsight | null | undefined): Fact[] {
  const words = hindsight && hindsightInWords(hindsight);
  if (!hindsight || !words) return [];
  const verdict = hindsightVerdict(hindsight);
  const note = verdict === undefined ? HINDSIGHT_MEANING : `${verdict} ${HINDSIGHT_MEANING}`;
  return [{ name: 'hindsight under the question', value: words, note }];
}

function routerFacts({ router, model, run, tokens }: Subject, agreement: number | null): Fact[] {
  if (router === null || tokens.count === 0) return [];
  const asked = model.routers.find(({ name }) => name === router.name)?.budget;
  const trained = asked === undefined ? '' : `, trained for ${decimals(asked)}`;
  return [
    {
      name: `Router ${router.name}`,
      value: `${decimals(router.meanBudget)} big layers per token${trained}`,
    },
    {
      name: 'its own run',
      value: `perplexity ${perplexity(router.ownMeanLoss)} (${nats(router.ownMeanLoss)} nats)`,
      note: 'Earlier tokens took the router’s routes as well.',
    },
    {
      name: 'its routes in the table',
      value: `perplexity ${perplexity(router.meanLoss)} (${nats(router.meanLoss)} nats)`,
      note: `In ${contextInWords(run.context.kind)}.`,
    },
    {
      name: 'agreement with the oracle',
      value: share(agreement),
      note: 'Share of the router’s choices, one per token and layer, that are the oracle’s under the current question.',
    },
  ];
}

function originFacts({ model, run, provider, timing, source }: Subject): Fact[] {
  const time =
    timing === null
      ? []
      : [
          {
            name: 'Time',
            value: `${decimals(timing.seconds)} s${rateInWords(timing.tokensPerSecond)}`,
          },
        ];
  return [
    {
      name: 'Model',
      value: model.name,
      note: `${count(model.layers)} layers, licence ${model.licence}, sha256 ${shortened(model.sha256)}`,
    },
    { name: 'Modules', value: run.modules.join(', ') },
    contextFact(run),
    { name: 'Provider', value: provider },
    ...time,
    {
      name: 'Text',
      value: source.name,
      note: `${count(source.length)} UTF-16 units, sha256 ${shortened(source.sha256)}`,
    },
  ];
}

/** Nothing where everything was known before. */
function rateInWords(tokensPerSecond: number): string {
  return tokensPerSecond === 0 ? '' : `, ${count(Math.round(tokensPerSecond))} tokens/s`;
}

function contextFact({ context }: Subject['run']): Fact {
  const value = contextInWords(context.kind);
  if (context.kind === 'big') return { name: 'Context', value };
  const own = `This run’s own question: ${questionInWords(context.constraint)}.`;
  return { name: 'Context', value, note: `${own} ${wholeRunNote(context.kind) ?? ''}` };
}

function shortened(sha256: string): string {
  return sha256.slice(0, 12);
}
