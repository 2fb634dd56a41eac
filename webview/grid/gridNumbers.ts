import type { LayerUsage } from '../../src/core/layerUsage';
import type { ModuleList } from '../../src/core/module';
import { layerNumber, layersTopDown, MODULE_LOOKS } from '../charts/series';
import type { Numbers } from '../charts/content';
import { count, share } from '../numbers';
import { countValues, ORACLE_MORE, ROUTER_MORE, SAME, type Cells } from './cells';

/** The grid in a table: shares by layer, and where oracle and router differ. */
export function gridNumbers(
  modules: ModuleList,
  layers: number,
  usage: {
    readonly oracle: readonly LayerUsage[] | null;
    readonly router: readonly LayerUsage[] | null;
  },
  difference: Cells,
): Numbers {
  const tokens = difference.length / layers;
  const shares = (of: readonly LayerUsage[] | null, layer: number): string[] => {
    return modules.map((module) => share(of?.[layer]?.[module]));
  };
  const headings = (of: string): string[] => {
    return modules.map((module) => `${of} ${MODULE_LOOKS[module].label}`);
  };
  return {
    caption: `Shares of ${count(tokens)} tokens by layer, the last layer first.`,
    headings: [
      'Layer',
      ...headings('Oracle'),
      ...headings('Router'),
      'Same',
      'Oracle spends more',
      'Router spends more',
    ],
    rows: layersTopDown(layers).map((layer) => {
      const { values, unknown } = countValues(difference, layers, layer, 0, tokens);
      const compared = tokens - unknown;
      return [
        String(layerNumber(layer)),
        ...shares(usage.oracle, layer),
        ...shares(usage.router, layer),
        ...[SAME, ORACLE_MORE, ROUTER_MORE].map((value) => share((values[value] ?? 0) / compared)),
      ];
    }),
  };
}
