import os from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { Failure } from '../../core/failure';
import { notify } from '../notify';
import { pause } from '../pause';

/** Text in pieces, written as they come. */
export type Pieces = Iterable<string>;

/**
 * Asks the user where to save something that belongs to a document, and saves it. Resolves with where, or `undefined` when
 * the user would rather not. Throws Failure('output').
 */
export async function saveBeside(
  document: vscode.TextDocument | undefined,
  name: string,
  makePieces: () => Pieces | Promise<Pieces>,
): Promise<vscode.Uri | undefined> {
  const extension = path.extname(name).slice(1);
  const uri = await vscode.window.showSaveDialog({
    defaultUri: vscode.Uri.joinPath(folderOf(document), name),
    filters: extension === '' ? {} : { [extension.toUpperCase()]: [extension] },
    title: vscode.l10n.t('Save {0}', name),
  });
  if (uri === undefined) return undefined;
  const content = await encode(await makePieces());
  try {
    await vscode.workspace.fs.writeFile(uri, content);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Failure(
      'output',
      vscode.l10n.t('{0} could not be written ({1}). Save it in another folder.', name, reason),
    );
  }
  return uri;
}

/** Says where something was saved and offers to look at it. */
export async function offerToOpen(uri: vscode.Uri): Promise<void> {
  const open = vscode.l10n.t('Open');
  const saved = vscode.l10n.t('Saved {0}.', path.posix.basename(uri.path));
  if ((await notify.ask(saved, open)) !== open) return;
  // A report is for the browser; only where that runs on this machine can it read the file.
  const inBrowser = uri.path.endsWith('.html') && vscode.env.uiKind === vscode.UIKind.Desktop;
  if (inBrowser && vscode.env.remoteName === undefined) await vscode.env.openExternal(uri);
  else await vscode.commands.executeCommand('vscode.open', uri);
}

/** The folder of a document that has one, else of the workspace, else the user's own. */
function folderOf(document: vscode.TextDocument | undefined): vscode.Uri {
  if (document !== undefined && !document.isUntitled && document.uri.path.startsWith('/')) {
    const { uri } = document;
    if (vscode.workspace.fs.isWritableFileSystem(uri.scheme) === true) {
      return vscode.Uri.joinPath(uri, '..');
    }
  }
  return vscode.workspace.workspaceFolders?.[0]?.uri ?? vscode.Uri.file(os.homedir());
}

/** The longest that the extension host does nothing else, give or take a piece. */
const STRETCH_MS = 5;

async function encode(pieces: Pieces): Promise<Uint8Array> {
  const buffers: Buffer[] = [];
  let since = performance.now();
  for (const piece of pieces) {
    buffers.push(Buffer.from(piece));
    if (performance.now() - since < STRETCH_MS) continue;
    await pause();
    since = performance.now();
  }
  return Buffer.concat(buffers);
}
