import { spawn } from 'node:child_process';
import path from 'node:path';
import { DEVELOPED } from './developed';
import { hasScreen } from './screen';
import { VscodeServer } from './server';
import { VSCODE } from './vscode';

/** Serves VS Code with this extension on a file until Ctrl-C, and shows it in the user's browser if there is one. */
export async function openInBrowser(file: string): Promise<number> {
  const server = await VscodeServer.start({ vscode: VSCODE.newest, sources: DEVELOPED });
  const url = server.pageUrl({ folder: path.dirname(file), file });
  console.log(`VS Code with this extension is at\n\n  ${url}\n\nCtrl-C ends it.`);
  showInBrowser(url);
  await server.ended;
  console.error('The VS Code server ended by itself. Run `npm start` again.');
  return 1;
}

function showInBrowser(url: string): void {
  if (!hasScreen()) return;
  const command = process.platform === 'darwin' ? 'open' : 'xdg-open';
  // A machine without a browser is fine: the address is on the terminal.
  spawn(command, [url], { stdio: 'ignore', detached: true })
    .on('error', () => undefined)
    .unref();
}
