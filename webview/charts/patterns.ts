import type { Selection } from 'd3-selection';
import { MODULES, type Module } from '../../src/core/module';
import { MODULE_LOOKS } from './series';

/** Px: the side of a tile. */
const TILE = 5;

let made = 0;

/**
 * Modules differ by pattern as well as by colour: big is solid, small is dotted, skip is hatched. Adds the patterns to an
 * SVG and returns what to give a shape's `fill`. Ids are the page's, so every chart gets its own.
 */
export function addModulePatterns<Parent extends Element>(
  svg: Selection<Parent, unknown, null, undefined>,
): (module: Module) => string {
  const prefix = `modules-${String(++made)}`;
  const patterns = svg
    .append('defs')
    .selectAll('pattern')
    .data(MODULES)
    .join('pattern')
    .attr('id', (module) => `${prefix}-${module}`)
    .attr('class', (module) => MODULE_LOOKS[module].className)
    .attr('patternUnits', 'userSpaceOnUse')
    .attr('width', TILE)
    .attr('height', TILE);
  patterns
    .append('rect')
    .attr('class', (module) => (module === 'skip' ? 'module-ground' : 'module-fill'))
    .attr('width', TILE)
    .attr('height', TILE);
  patterns
    .filter((module) => module === 'small')
    .append('circle')
    .attr('class', 'module-dot')
    .attr('cx', TILE / 2)
    .attr('cy', TILE / 2)
    .attr('r', 0.8);
  patterns
    .filter((module) => module === 'skip')
    .append('path')
    .attr('class', 'module-hatch')
    .attr('d', `M-1,1l2,-2M0,${TILE}l${TILE},-${TILE}M${TILE - 1},${TILE + 1}l2,-2`);
  return (module) => `url(#${prefix}-${module})`;
}
