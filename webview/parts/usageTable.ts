import type { LayerUsage } from '../../src/core/layerUsage';
import { DEAREST_FIRST, layerNumber, layersTopDown, MODULE_LOOKS } from '../charts/series';
import { element } from '../dom';
import { NO_NUMBER } from '../numbers';
import { usageInWords } from '../usageInWords';
import '../styles/charts.css';
import '../styles/usageTable.css';

type Column = readonly (LayerUsage | null)[] | null;

/** What each layer is used for in two runs side by side: a small bar and its numbers in each cell. */
export function usageTable(
  caption: string,
  layers: number,
  columns: readonly (readonly [heading: string, usage: Column])[],
): HTMLElement {
  return element(
    'table',
    { class: 'usage-table' },
    element('caption', {}, caption),
    element(
      'thead',
      {},
      element(
        'tr',
        {},
        ...['Layer', ...columns.map(([heading]) => heading)].map((heading) =>
          element('th', { scope: 'col' }, heading),
        ),
      ),
    ),
    element(
      'tbody',
      {},
      ...layersTopDown(layers).map((layer) =>
        element(
          'tr',
          {},
          element('th', { scope: 'row' }, String(layerNumber(layer))),
          ...columns.map(([, usage]) => usageCell(usage?.[layer] ?? null)),
        ),
      ),
    ),
  );
}

function usageCell(usage: LayerUsage | null): HTMLElement {
  if (usage === null) return element('td', {}, NO_NUMBER);
  return element('td', {}, usageBar(usage), element('span', {}, usageInWords(usage)));
}

function usageBar(usage: LayerUsage): HTMLElement {
  const parts = DEAREST_FIRST.map((module) => {
    const part = element('span', { class: MODULE_LOOKS[module].className });
    part.style.setProperty('flex-grow', String(usage[module]));
    return part;
  });
  return element('span', { class: 'usage-bar', 'aria-hidden': 'true' }, ...parts);
}
