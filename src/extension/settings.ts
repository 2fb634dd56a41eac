import * as vscode from 'vscode';
import { SECTION, type SettingName } from './names';
import { parseSettings, type Settings } from './settingValues';

export function settingsFor(resource?: vscode.Uri): Settings {
  const stored = vscode.workspace.getConfiguration(SECTION, resource);
  return parseSettings((name) => stored.get(name));
}

/** Changes a setting where it is set now, else for the user. */
export async function changeSetting(
  name: SettingName,
  value: string | boolean,
  resource?: vscode.Uri,
): Promise<void> {
  const stored = vscode.workspace.getConfiguration(SECTION, resource);
  const current = stored.inspect(name);
  const target =
    current?.workspaceFolderValue !== undefined
      ? vscode.ConfigurationTarget.WorkspaceFolder
      : current?.workspaceValue !== undefined
        ? vscode.ConfigurationTarget.Workspace
        : vscode.ConfigurationTarget.Global;
  await stored.update(name, value, target);
}
