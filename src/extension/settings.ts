import * as vscode from 'vscode';
import { QUANTITIES, type Quantity } from '../core/colourScale';
import { DEFAULT_TOLERANCE } from '../core/measures';
import { isModule, type ModuleList } from '../core/module';
import { PROVIDER_CHOICES, type ProviderChoice } from '../protocol/engineApi';
import { DECORATION_STYLES, SECTION, type DecorationStyle, type SettingName } from './names';

/** The user's settings for one document. A value that the manifest does not allow reads as its default. */
export interface Settings {
  /** Empty: the model that comes with the extension. */
  readonly model: string;
  readonly modelFolders: readonly string[];
  readonly provider: ProviderChoice;
  readonly modules: ModuleList;
  /** `undefined`: the model's first router; `none`: no router. */
  readonly router: string | undefined;
  readonly colourBy: Quantity;
  readonly decoration: DecorationStyle;
  /** Nats. */
  readonly tolerance: number;
  readonly engineIdleMs: number;
}

export function settingsFor(resource?: vscode.Uri): Settings {
  const stored = vscode.workspace.getConfiguration(SECTION, resource);
  const read = <Value>(name: SettingName, otherwise: Value): Value => stored.get(name, otherwise);
  const text = (name: SettingName): string => read(name, '').trim();
  return {
    model: text('model'),
    modelFolders: read<string[]>('modelFolders', []),
    provider: oneOf(PROVIDER_CHOICES, text('executionProvider')),
    modules: moduleList(text('modules')),
    router: text('router') || undefined,
    colourBy: oneOf(QUANTITIES, text('colourBy')),
    decoration: oneOf(DECORATION_STYLES, text('decoration')),
    tolerance: read('neededComputeTolerance', DEFAULT_TOLERANCE),
    engineIdleMs: read('engineIdleSeconds', 60) * 1000,
  };
}

/** Changes a setting where it is set now, else for the user. */
export async function changeSetting(
  name: SettingName,
  value: string,
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

/** The first choice is the default. */
function oneOf<Choice extends string>(
  choices: readonly [Choice, ...Choice[]],
  value: string,
): Choice {
  return choices.find((choice) => choice === value) ?? choices[0];
}

function moduleList(text: string): ModuleList {
  const modules = text.split(',');
  return modules.length > 1 && modules.every(isModule) ? modules : ['small', 'big'];
}
