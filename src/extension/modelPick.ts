import * as vscode from 'vscode';
import { Failure } from '../core/failure';
import { modelsIn, type FoundModel, type ModelFolders, type ModelOrigin } from './modelFolders';
import { notify } from './notify';
import { changeSetting } from './settings';

interface ModelItem extends vscode.QuickPickItem {
  /** Absent: browse for a folder. */
  readonly model?: FoundModel;
}

/** Lets the user choose among the models that were found, or point to a folder. */
export async function pickModel(folders: ModelFolders): Promise<void> {
  const resource = vscode.window.activeTextEditor?.document.uri;
  const chosen = await folders.chosen(resource).catch(() => undefined);
  const found = await folders.list(resource);
  if (chosen !== undefined && !found.some(({ folder }) => folder === chosen)) {
    found.unshift(...(await modelsIn(chosen, 'setting')));
  }
  const isDamaged = ({ manifest }: FoundModel): boolean => manifest instanceof Failure;
  const usableFirst = [...found.filter((model) => !isDamaged(model)), ...found.filter(isDamaged)];
  const items: ModelItem[] = usableFirst.map((model) => ({
    ...describe(model, model.folder === chosen),
    model,
  }));
  if (await folders.leavesAside()) {
    items.push({
      label: vscode.l10n.t('models of this workspace are not used: it is not trusted'),
      kind: vscode.QuickPickItemKind.Separator,
    });
  }
  items.push({
    label: vscode.l10n.t('$(folder-opened) Choose a model folder...'),
    alwaysShow: true,
  });
  const item = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('Select the model that analyses documents'),
    matchOnDescription: true,
    matchOnDetail: true,
  });
  if (item === undefined) return;
  const model = item.model ?? (await browse());
  if (model === undefined) return;
  if (model.manifest instanceof Failure) {
    notify.warn(model.manifest.message);
    return;
  }
  // Its name would not do: another model of that name may stand in the workspace.
  const value = model.folder === folders.shipped ? '' : model.folder;
  await changeSetting('model', value, resource);
}

function describe(
  { folder, origin, manifest }: FoundModel,
  isCurrent: boolean,
): vscode.QuickPickItem {
  if (manifest instanceof Failure) {
    return { label: `$(warning) ${folder}`, detail: manifest.message };
  }
  const { name, licence, dimensions, routers, files } = manifest;
  const { layers, stages } = dimensions;
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  const listed = routers.map(
    (router) => `${router.name} (${atMostTwoDecimals(router.budget)} of ${String(layers)} big)`,
  );
  const description = [ORIGINS[origin](), ...(isCurrent ? [vscode.l10n.t('current')] : [])];
  return {
    label: name,
    description: description.join(' · '),
    detail: [
      vscode.l10n.t('{0} MB', megabytes(bytes)),
      stages === 1
        ? vscode.l10n.t('{0} layers', layers)
        : vscode.l10n.t('{0} layers of {1} stages', layers, stages),
      licence,
      listed.length === 0
        ? vscode.l10n.t('no router')
        : vscode.l10n.t('routers: {0}', listed.join(', ')),
      folder,
    ].join(' · '),
  };
}

function atMostTwoDecimals(number: number): string {
  return String(Number(number.toFixed(2)));
}

/** With one decimal where it tells something. */
function megabytes(bytes: number): string {
  const number = bytes / 1e6;
  return number.toFixed(number < 10 ? 1 : 0);
}

const ORIGINS: Readonly<Record<ModelOrigin, () => string>> = {
  extension: () => vscode.l10n.t('comes with the extension'),
  workspace: () => vscode.l10n.t('workspace'),
  setting: () => vscode.l10n.t('model folder'),
};

async function browse(): Promise<FoundModel | undefined> {
  const [uri] =
    (await vscode.window.showOpenDialog({
      canSelectFiles: false,
      canSelectFolders: true,
      openLabel: vscode.l10n.t('Use This Model'),
      title: vscode.l10n.t('A folder that holds a duo.json'),
    })) ?? [];
  if (uri === undefined) return undefined;
  const [model] = await modelsIn(uri.fsPath, 'setting');
  if (model === undefined) {
    notify.warn(
      vscode.l10n.t(
        '{0} is no model: it holds no duo.json. Choose the folder of a model.',
        uri.fsPath,
      ),
    );
  }
  return model;
}
