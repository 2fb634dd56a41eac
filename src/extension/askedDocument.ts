import path from 'node:path';
import * as vscode from 'vscode';
import { Failure } from '../core/failure';
import { declineReason } from './decline';

/** A document that an assistant asks about. */
export interface AskedDocument {
  readonly uri: vscode.Uri;
  /** The user has it open, or in a folder of the workspace. */
  readonly isFamiliar: boolean;
}

/**
 * What is meant by a file's name: an open document, by its address, path or name if it was never saved; else a file of the
 * workspace or an absolute path. Without a name, the document of the active editor. Throws Failure('text') when there is
 * none.
 */
export async function findDocument(file: string | undefined): Promise<AskedDocument> {
  if (file === undefined) {
    const active = vscode.window.activeTextEditor?.document.uri;
    if (active !== undefined) return { uri: active, isFamiliar: true };
    throw new Failure(
      'text',
      vscode.l10n.t('No text editor is active; name a file or give a text.'),
    );
  }
  const open = vscode.workspace.textDocuments.find(({ uri }) => isNamed(uri, file));
  if (open !== undefined) return { uri: open.uri, isFamiliar: true };
  if (path.isAbsolute(file)) {
    const uri = vscode.Uri.file(file);
    return { uri, isFamiliar: vscode.workspace.getWorkspaceFolder(uri) !== undefined };
  }
  for (const folder of vscode.workspace.workspaceFolders ?? []) {
    const uri = vscode.Uri.joinPath(folder.uri, file);
    if (await exists(uri)) {
      return { uri, isFamiliar: vscode.workspace.getWorkspaceFolder(uri) !== undefined };
    }
  }
  throw new Failure(
    'text',
    vscode.l10n.t('There is no such file in the workspace, and no open document of that name.'),
  );
}

/** As it is in the editor, saved or not. Throws Failure('text') when it cannot be read or is not analysed. */
export async function openDocument(uri: vscode.Uri): Promise<vscode.TextDocument> {
  const document = await vscode.workspace.openTextDocument(uri).then(undefined, () => {
    throw new Failure(
      'text',
      vscode.l10n.t('The file cannot be opened as text; it may be missing, binary or too large.'),
    );
  });
  const declined = declineReason(document);
  if (declined !== undefined) throw new Failure('text', declined);
  return document;
}

function isNamed(uri: vscode.Uri, file: string): boolean {
  if (uri.toString() === file) return true;
  if (uri.scheme === 'untitled') return uri.path === file;
  return uri.scheme === 'file' && path.isAbsolute(file) && uri.fsPath === path.normalize(file);
}

async function exists(uri: vscode.Uri): Promise<boolean> {
  return await vscode.workspace.fs.stat(uri).then(
    () => true,
    () => false,
  );
}
