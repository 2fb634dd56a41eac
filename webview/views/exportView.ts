import { curveCsv } from '../../src/panel/csv';
import { exportName } from '../../src/panel/exportName';
import type { HostCommand } from '../../src/panel/panelApi';
import { button } from '../parts/button';
import { element } from '../dom';
import type { View, ViewTools } from '../view';
import '../styles/export.css';

/** What can be taken out of the panel. Drawings are saved where they stand. */
export function exportView({ host, store }: ViewTools): View {
  const command = (label: string, what: HostCommand, says: string): HTMLElement => {
    const act = (): void => {
      host.tell('perform', what);
    };
    return line(button(label, act, { name: `${label}: ${says}` }), says);
  };
  const report = command(
    'HTML report',
    'exportReport',
    'This panel in one file that opens anywhere, without network.',
  );
  const files = [
    command('JSON', 'exportJson', 'All numbers of all tokens, as the command line writes them.'),
    command('CSV', 'exportCsv', 'A row per token, for spreadsheets and statistics.'),
  ];
  const saveCurve = (): void => {
    const { curve, subject } = store.state;
    if (curve === null || subject === null) return;
    const name = exportName(subject.source.name, 'curve', 'csv');
    host.tell('save', { name, content: curveCsv(curve, subject) });
  };
  const curveSays = 'A row per point: the mean losses of the curve, by series and budget.';
  const curve = line(
    button('Curve as CSV', saveCurve, { name: `Curve as CSV: ${curveSays}` }),
    curveSays,
  );
  const drawings = element(
    'p',
    { class: 'note' },
    'Each chart has a button of its own that saves it as an SVG file.',
  );
  const nothing = element(
    'p',
    { class: 'note' },
    'This file is the report: keep it or pass it on, it needs nothing else.',
  );
  return {
    element: element('div', { class: 'exports' }, report, ...files, curve, drawings, nothing),
    update: ({ face, curve: known }) => {
      const { run, save } = face?.abilities ?? { run: false, save: false };
      // Only the extension makes reports; a report is one.
      report.hidden = !run;
      nothing.hidden = run;
      for (const each of files) each.hidden = !save;
      curve.hidden = !save || known === null;
      drawings.hidden = !save;
    },
  };
}

function line(control: HTMLElement, says: string): HTMLElement {
  return element('div', { class: 'export' }, control, element('p', {}, says));
}
