import type { Webview } from 'vscode';
import type { PanelApi } from '../../panel/panelApi';
import { parseCallerMessage } from '../../protocol/messages';
import type { Port } from '../../protocol/port';
import { WebviewPort } from './webviewPort';

/** What every page calls first. */
const FIRST_CALL: keyof PanelApi = 'watch';

/**
 * Links a webview to a server for as long as a page lives in it. VS Code drops the page when the view is hidden and loads a
 * fresh one when it is shown again, without telling us which: so a first call means that the page before is gone.
 */
export class PageLink {
  private port: WebviewPort | undefined;

  /** `serve` is given the port of every new page. */
  constructor(
    private readonly webview: Pick<Webview, 'postMessage'>,
    private readonly serve: (port: Port) => void,
  ) {}

  receive(message: unknown): void {
    const call = parseCallerMessage(message);
    if (call !== undefined && 'method' in call && call.method === FIRST_CALL) this.open();
    this.port?.receive(message);
  }

  /** The page is gone. */
  close(): void {
    this.port?.close();
    this.port = undefined;
  }

  private open(): void {
    this.close();
    this.port = new WebviewPort(this.webview);
    this.serve(this.port);
  }
}
