import type { Port } from '../src/protocol/port';
import { startInspector } from './inspector';

/** What VS Code gives a webview's page, once. */
interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}
declare function acquireVsCodeApi(): VsCodeApi;

const vscode = acquireVsCodeApi();

const port: Port = {
  send: (message) => {
    vscode.postMessage(message);
  },
  onMessage: (listener) => {
    window.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
      listener(data);
    });
  },
  // The page goes before its host does.
  onClose: () => undefined,
};

startInspector(document.body, port, {
  read: () => vscode.getState(),
  write: (value) => {
    vscode.setState(value);
  },
});
