import type { RerunRequest, RerunState } from '../../src/panel/rerun';
import { changed } from '../changed';
import { element } from '../dom';
import { RerunCard } from '../rerun/rerunCard';
import { requestInWords } from '../rerun/rerunInWords';
import { RouterChoice } from '../rerun/routerChoice';
import type { PanelState } from '../state';
import type { View, ViewTools } from '../view';
import '../styles/rerun.css';

const WHY =
  'The table holds every token’s loss after earlier tokens that took the table’s context: it promises. What a run reaches in which ' +
  'all tokens keep their own routes has to be run.';

const PARTS = ['subject', 'answer', 'reruns', 'face'] as const;

/** Runs of the model for what the table cannot answer. */
export function rerunView(tools: ViewTools): View {
  const { host, store } = tools;
  const start = (request: RerunRequest): void => {
    host.tell('rerun', request);
  };
  const self = new RerunCard(
    'Self context',
    'Left to right, every token keeps the route that the oracle finds for it, and later tokens see what it left behind. The ' +
      'oracle still picks each route knowing the answer, so no router that can be deployed reaches this either.',
    [],
    () => {
      start({ kind: 'self' });
    },
    tools,
  );
  const routers = new RouterChoice(() => {
    drawn = undefined;
    view.update(store.state);
  });
  const forced = new RerunCard(
    'Router with forced layers',
    'A router’s own run in which the layers that the question sets are forced.',
    [routers.element],
    () => {
      if (routers.chosen !== undefined) start({ kind: 'router', router: routers.chosen });
    },
    tools,
  );
  const offline = element(
    'p',
    { class: 'note' },
    'This report holds no rerun. Reruns need the model: open the document in VS Code with Duo-LLM Inspector.',
  );
  const hindranceOf = ({ face, answer, subject }: PanelState): string | null => {
    if (face?.state === 'running' || subject === null || answer === null) {
      return 'Wait until the analysis has finished.';
    }
    return answer.admissible === 0 ? 'No route satisfies the question: change it first.' : null;
  };

  const routerHindrance = (state: PanelState): string | null => {
    if (routers.chosen === undefined) {
      return 'The model has no router for these modules: choose another module list.';
    }
    const same = state.subject?.run.router === routers.chosen;
    const free = state.answer?.constraint.layers.every((layer) => layer === 'auto') === true;
    if (same && free) {
      const other = routers.choosable ? ', or choose another router' : '';
      return `The analysis has run this already: force a layer first${other}.`;
    }
    return hindranceOf(state);
  };

  let drawn: PanelState | undefined;
  const view: View = {
    element: element(
      'div',
      { class: 'rerun' },
      element('p', {}, WHY),
      element('div', { class: 'rerun-cards' }, self.element, forced.element),
      offline,
    ),
    update: (state) => {
      if (!changed(state, drawn, PARTS) || state.subject === null) return;
      drawn = state;
      const { subject, answer, reruns } = state;
      const runs = state.face?.abilities.run === true;
      const common = { subject, answer, runs };
      const runOf = (kind: RerunRequest['kind']): RerunState | null => {
        return reruns.find(({ request }) => request.kind === kind) ?? null;
      };
      const question = (kind: RerunRequest['kind']): string => {
        return answer === null ? '' : requestInWords(kind, answer.constraint);
      };
      routers.show(subject);
      self.show({
        ...common,
        rerun: runOf('self'),
        question: question('self'),
        hindrance: hindranceOf(state),
      });
      forced.show({
        ...common,
        rerun: runOf('router'),
        question: question('router'),
        hindrance: routerHindrance(state),
      });
      self.element.hidden = !runs && runOf('self') === null;
      forced.element.hidden = !runs && runOf('router') === null;
      offline.hidden = runs || reruns.length > 0;
    },
  };
  return view;
}
