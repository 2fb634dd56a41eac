import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import * as vscode from 'vscode';
import { PANEL_VIEW } from '../../src/extension/names';
import { PanelView } from '../../src/extension/panel/panelView';
import type { Port } from '../../src/protocol/port';
import { api, extension } from './support';

const WATCH = { id: 1, method: 'watch', params: null };

/** A view as VS Code hands it over, without what is on screen. */
class FakeView {
  visible = true;
  readonly messages = new vscode.EventEmitter<unknown>();
  readonly visibility = new vscode.EventEmitter<void>();
  readonly disposal = new vscode.EventEmitter<void>();
  readonly webview = {
    html: '',
    options: {} as vscode.WebviewOptions,
    cspSource: 'https://webview.test',
    asWebviewUri: (uri: vscode.Uri) => vscode.Uri.parse(`https://webview.test${uri.path}`),
    onDidReceiveMessage: this.messages.event,
    postMessage: () => Promise.resolve(true),
  };
  readonly onDidChangeVisibility = this.visibility.event;
  readonly onDidDispose = this.disposal.event;

  show(visible: boolean): void {
    this.visible = visible;
    this.visibility.fire();
  }
}

describe('the panel’s view', () => {
  it('opens', async () => {
    await api();
    await vscode.commands.executeCommand(`${PANEL_VIEW}.focus`);
    await vscode.commands.executeCommand('duoLLM.showPanel');
  });

  it('has a page of its own files, which exist, and may read no other', () => {
    const view = resolved().view.webview;
    const { extensionUri } = extension();
    const files = Array.from(view.html.matchAll(/(?:src|href)="https:\/\/webview\.test([^"]*)"/g));
    assert.equal(files.length, 2);
    for (const [, file = ''] of files) assert.ok(readFileSync(file).length > 0);
    const roots = view.options.localResourceRoots?.map(String);
    assert.deepEqual(roots, [vscode.Uri.joinPath(extensionUri, 'dist').toString()]);
    assert.equal(view.options.enableScripts, true);
  });

  it('has another nonce every time', () => {
    assert.notEqual(resolved().view.webview.html, resolved().view.webview.html);
  });

  it('ends the link when it is hidden or gone, and has a new one when it is shown again', () => {
    const { view, ended } = resolved();
    view.messages.fire(WATCH);
    view.show(false);
    assert.deepEqual(ended, [true]);
    view.show(true);
    view.messages.fire(WATCH);
    assert.deepEqual(ended, [true, false]);
    view.disposal.fire();
    assert.deepEqual(ended, [true, true]);
  });
});

/** A view that was just resolved; `ended`: of each link that it has had, whether it has ended. */
function resolved(): { readonly view: FakeView; readonly ended: boolean[] } {
  const ended: boolean[] = [];
  const serve = (port: Port): void => {
    const at = ended.push(false) - 1;
    port.onClose(() => {
      ended[at] = true;
    });
  };
  const view = new FakeView();
  const panel = new PanelView(extension().extensionUri, serve);
  panel.resolveWebviewView(view as unknown as vscode.WebviewView);
  return { view, ended };
}
