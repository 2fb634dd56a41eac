import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import type { Port } from '../../protocol/port';
import { PageLink } from './pageLink';
import { panelHtml } from './panelHtml';

/** The webview view: its page, and a link for as long as the page can be seen. */
export class PanelView implements vscode.WebviewViewProvider {
  constructor(
    private readonly extensionUri: vscode.Uri,
    private readonly serve: (port: Port) => void,
  ) {}

  /** Also called again after the view was moved; not when it is shown again after it was hidden. */
  resolveWebviewView(view: vscode.WebviewView): void {
    const { webview } = view;
    const files = vscode.Uri.joinPath(this.extensionUri, 'dist');
    const link = new PageLink(webview, this.serve);
    webview.onDidReceiveMessage((message: unknown) => {
      link.receive(message);
    });
    view.onDidChangeVisibility(() => {
      if (!view.visible) link.close();
    });
    view.onDidDispose(() => {
      link.close();
    });
    webview.options = { enableScripts: true, localResourceRoots: [files] };
    const uri = (name: string): string =>
      webview.asWebviewUri(vscode.Uri.joinPath(files, name)).toString();
    webview.html = panelHtml(
      { script: uri('panel.js'), style: uri('panel.css'), source: webview.cspSource },
      randomBytes(16).toString('base64'),
    );
  }
}
