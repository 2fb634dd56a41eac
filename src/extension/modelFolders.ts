import { readdir, readFile, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { parseManifest, type BundleManifest } from '../core/bundleFormat';
import { Failure } from '../core/failure';
import { settingsFor } from './settings';

const SHIPPED_MODEL = 'duo-8l';

export type ModelOrigin = 'extension' | 'workspace' | 'setting';

/** A folder that holds a `duo.json`. */
export interface FoundModel {
  readonly folder: string;
  readonly origin: ModelOrigin;
  /** Or why the folder is no model. */
  readonly manifest: BundleManifest | Failure;
}

/** Finds models on disk: those of the extension, of the workspace's `models` folder and of the setting. */
export class ModelFolders {
  /** The folder of the model that comes with the extension. */
  readonly shipped: string;

  constructor(private readonly extensionPath: string) {
    this.shipped = path.join(extensionPath, 'models', SHIPPED_MODEL);
  }

  /** What a document could be analysed with, in the order in which names are looked up. */
  async list(resource?: vscode.Uri): Promise<FoundModel[]> {
    const found: FoundModel[] = [];
    const add = async (folder: string, origin: ModelOrigin): Promise<void> => {
      for (const model of await modelsIn(folder, origin)) {
        if (!found.some((other) => other.folder === model.folder)) found.push(model);
      }
    };
    for (const folder of settingsFor(resource).modelFolders) {
      const absolute = absolutePath(folder, resource);
      if (absolute !== undefined) await add(absolute, 'setting');
    }
    const trusted = vscode.workspace.isTrusted ? workspaceFolders() : [];
    for (const folder of trusted) await add(path.join(folder, 'models'), 'workspace');
    await add(path.join(this.extensionPath, 'models'), 'extension');
    return found;
  }

  /** Whether the workspace holds models that are left aside because the user does not trust it. */
  async leavesAside(): Promise<boolean> {
    if (vscode.workspace.isTrusted) return false;
    const folders = workspaceFolders().map((folder) => path.join(folder, 'models'));
    const found = await Promise.all(folders.map((folder) => modelsIn(folder, 'workspace')));
    return found.flat().length > 0;
  }

  /** The folder of the model that the settings name. Throws Failure('bundle'). */
  async chosen(resource?: vscode.Uri): Promise<string> {
    const { model } = settingsFor(resource);
    if (model === '') return this.shipped;
    for (const { folder, manifest } of await this.list(resource)) {
      const name = manifest instanceof Failure ? undefined : manifest.name;
      if (name === model || path.basename(folder) === model) return folder;
    }
    const folder = absolutePath(model, resource);
    if (folder !== undefined && (await readManifest(folder)) !== undefined) return folder;
    throw new Failure(
      'bundle',
      vscode.l10n.t(
        'There is no model "{0}": no such model is known by name, and no such folder holds a duo.json. Choose another with Select Model.',
        model,
      ),
    );
  }
}

/** The folder itself when it is a model, else the models directly inside it. */
export async function modelsIn(folder: string, origin: ModelOrigin): Promise<FoundModel[]> {
  const itself = await readManifest(folder);
  if (itself !== undefined) return [{ folder, origin, manifest: itself }];
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const names = entries.filter((entry) => !entry.isFile()).map(({ name }) => name);
  const found: FoundModel[] = [];
  for (const name of names.sort()) {
    const inner = path.join(folder, name);
    const manifest = await readManifest(inner);
    if (manifest !== undefined) found.push({ folder: inner, origin, manifest });
  }
  return found;
}

/** `undefined` when there is no `duo.json`. */
async function readManifest(folder: string): Promise<BundleManifest | Failure | undefined> {
  const text = await readFile(path.join(folder, 'duo.json'), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    const manifest = parseManifest(JSON.parse(text));
    return (await wrongLength(folder, manifest)) ?? manifest;
  } catch (error) {
    if (error instanceof Failure) return error;
    return new Failure('bundle', 'duo.json is no JSON; the bundle is damaged.');
  }
}

/** What is seen at once; the engine reads and checks all of a model before it uses it. */
async function wrongLength(
  folder: string,
  { files }: BundleManifest,
): Promise<Failure | undefined> {
  for (const file of files) {
    const found = await stat(path.join(folder, file.path)).catch(() => undefined);
    if (found?.size === file.bytes) continue;
    const problem =
      found === undefined ? 'is missing' : `has ${found.size} bytes instead of ${file.bytes}`;
    return new Failure('bundle', `The bundle is damaged: ${file.path} ${problem}.`);
  }
  return undefined;
}

/** A model is handed to a native library, so those of folders that the user does not trust are not used. */
function workspaceFolders(): string[] {
  return (vscode.workspace.workspaceFolders ?? [])
    .filter(({ uri }) => uri.scheme === 'file')
    .map(({ uri }) => uri.fsPath);
}

/** A relative path starts at the workspace folder; `undefined` where there is none on disk. Ends in no slash. */
function absolutePath(folder: string, resource: vscode.Uri | undefined): string | undefined {
  if (folder.startsWith('~/')) return path.resolve(os.homedir(), folder.slice(2));
  if (path.isAbsolute(folder)) return path.resolve(folder);
  const own = resource && vscode.workspace.getWorkspaceFolder(resource);
  const base = own ?? vscode.workspace.workspaceFolders?.[0];
  return base?.uri.scheme === 'file' ? path.resolve(base.uri.fsPath, folder) : undefined;
}
