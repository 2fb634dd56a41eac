import { ContentAssembly } from '../src/panel/contentAssembly';
import type { PanelApi } from '../src/panel/panelApi';
import type { Port } from '../src/protocol/port';
import { RpcClient } from '../src/protocol/rpcClient';
import { Asking } from './asking';
import { registerControls } from './parts/controls';
import { element } from './dom';
import { FailureBar } from './parts/failureBar';
import type { Memory } from './memory';
import { PanelHost } from './panelHost';
import { RerunVoice } from './rerun/rerunVoice';
import { Section } from './parts/section';
import { Store } from './state';
import type { SectionName } from './uiState';
import type { MakeView } from './view';
import { compareView } from './views/compareView';
import { curveView } from './views/curveView';
import { exportView } from './views/exportView';
import { gridView } from './views/gridView';
import { headerView } from './views/headerView';
import { listsView } from './views/listsView';
import { questionView } from './views/questionView';
import { rerunView } from './views/rerunView';
import { summaryView } from './views/summaryView';
import { tokenView } from './views/tokenView';
import { usageView } from './views/usageView';
import './styles/panel.css';
import './styles/sections.css';

const SECTIONS: Readonly<Record<SectionName, readonly [title: string, make: MakeView]>> = {
  question: ['Budget and layers', questionView],
  usage: ['Module usage per layer', usageView],
  curve: ['Loss against compute', curveView],
  summary: ['Summary', summaryView],
  grid: ['Layers by tokens', gridView],
  token: ['Token', tokenView],
  lists: ['Worth a look', listsView],
  rerun: ['Rerun', rerunView],
  compare: ['Compare', compareView],
  export: ['Export', exportView],
};

/**
 * From top to bottom: bands as wide as the page, each of them columns of sections that stand side by side where there is
 * room, else one under the other. Columns of a band are about as high as each other, so that they leave no holes.
 */
const BANDS: readonly (readonly (readonly SectionName[])[])[] = [
  [['question'], ['usage'], ['curve']],
  [['summary']],
  [['grid']],
  [['token'], ['lists'], ['rerun', 'compare', 'export']],
];

/** A call that hangs is the host's business: it lives in another process and answers or goes. */
const PATIENCE_MS = 60_000;

/** Builds the panel inside `root` and keeps it up to date with what the host at the other end of the port reports. */
export function startInspector(root: HTMLElement, port: Port, memory: Memory): void {
  registerControls();
  const store = new Store(memory);
  const rpc = new RpcClient<PanelApi>(port, {
    log: (line) => {
      console.warn(line);
    },
    onStuck: () => undefined,
    patienceMs: PATIENCE_MS,
  });

  const announcer = element('p', { class: 'announcer', role: 'status', 'aria-live': 'polite' });
  const announce = (sentence: string): void => {
    announcer.textContent = sentence;
  };
  const failures = new FailureBar();
  const showFailure = (sentence: string): void => {
    failures.show(sentence);
  };
  const host = new PanelHost(rpc, showFailure);

  const tools = { host, store, asking: new Asking(host, store), announce };
  const header = headerView(tools);
  const sections: Section[] = [];
  const sectionOf = (name: SectionName): HTMLElement => {
    const [title, make] = SECTIONS[name];
    const section = new Section(name, title, make(tools), store, showFailure);
    sections.push(section);
    return section.element;
  };
  const bands = BANDS.map((columns) =>
    element(
      'div',
      { class: `band band-of-${columns.length}` },
      ...columns.map((names) => element('div', { class: 'column' }, ...names.map(sectionOf))),
    ),
  );
  const body = element('div', { class: 'sections' }, ...bands);
  root.append(element('main', {}, header.element, failures.element, body), announcer);

  const rerunVoice = new RerunVoice(announce);
  const draw = (): void => {
    body.hidden = store.state.subject === null;
    header.update(store.state);
    // Not the section's business, which may be folded.
    rerunVoice.hear(store.state);
    if (!body.hidden) for (const section of sections) section.update();
  };
  onceAFrame(store, draw);
  onThemeChange(() => {
    store.themeChanged();
  });

  const assembly = new ContentAssembly();
  void rpc.call('watch', null, {
    onEvent: (event) => {
      for (const content of assembly.take(event)) store.apply(content);
    },
  });
}

/** However much changes between two frames, it is drawn once. */
function onceAFrame(store: Store, draw: () => void): void {
  let asked = false;
  store.onChange(() => {
    if (asked) return;
    asked = true;
    requestAnimationFrame(() => {
      asked = false;
      draw();
    });
  });
  draw();
}

/** VS Code changes variables on the root element and the body's classes; a report follows the system. */
function onThemeChange(listener: () => void): void {
  const observer = new MutationObserver(listener);
  observer.observe(document.documentElement, { attributeFilter: ['style', 'class'] });
  observer.observe(document.body, { attributeFilter: ['class'] });
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', listener);
}
