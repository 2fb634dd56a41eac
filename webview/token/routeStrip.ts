import { MODULE_LETTERS, type Module } from '../../src/core/module';
import { formatModules } from '../../src/core/routes';
import { layerNumber, MODULE_LOOKS } from '../charts/series';
import { element } from '../dom';

/** A route as a strip of modules with their letters, lowest layer first. */
export function routeStrip(modules: readonly Module[]): HTMLElement {
  return element(
    'span',
    { class: 'route-strip', role: 'img', 'aria-label': `route ${formatModules(modules)}` },
    ...modules.map((module, layer) =>
      element(
        'span',
        {
          class: `route-module ${MODULE_LOOKS[module].className}`,
          title: `layer ${layerNumber(layer)}: ${module}`,
        },
        MODULE_LETTERS[module],
      ),
    ),
  );
}
