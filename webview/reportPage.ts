import { Failure } from '../src/core/failure';
import type { PanelApi } from '../src/panel/panelApi';
import { parseReport } from '../src/panel/reportData';
import { RpcServer } from '../src/protocol/rpcServer';
import { element } from './dom';
import { startInspector } from './inspector';
import { download } from './report/download';
import { masthead } from './report/masthead';
import { portPair } from './report/portPair';
import { SessionMemory } from './report/sessionMemory';
import { themeChoice } from './report/theme';
import { ReportHost } from './reportHost';
import './styles/report.css';

function openReport(): void {
  const carrier = document.getElementById('report-data');
  const data = parseReport(carrier?.textContent ?? '');
  // The text is the larger part of the page, and has been read.
  carrier?.remove();

  const memory = (what: string): SessionMemory => {
    return new SessionMemory(`duo-llm ${data.source.sha256} ${data.exportedAt} ${what}`);
  };
  const panel = element('div', { class: 'panel' });
  document.body.append(masthead(data, themeChoice(memory('theme'))), panel);

  const [page, host] = portPair();
  const log = (line: string): void => {
    console.warn(line);
  };
  new RpcServer<PanelApi>(host, new ReportHost(data, download).handlers, log);
  startInspector(panel, page, memory('panel'));
}

try {
  openReport();
} catch (error) {
  if (!(error instanceof Failure)) throw error;
  document.body.append(element('p', { role: 'alert' }, error.message));
}
