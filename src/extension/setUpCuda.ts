import * as vscode from 'vscode';
import { Failure } from '../core/failure';
import { CUDA_PROVIDER_FILES } from '../providers/candidates';
import { CUDA_LIBRARIES, missingLibraries } from '../providers/cuda/libraries';
import {
  CUDA_PACKAGE,
  fetchProviderFiles,
  folderWithProviderFiles,
  installScript,
  linkProviderFiles,
  missingProviderFiles,
} from '../providers/cuda/providerFiles';
import { nativeFolder, type Machine } from '../providers/machine';
import type { Engine } from './engine';
import { commandId } from './names';
import { notify } from './notify';
import { withProgress } from './tryProviders';

/**
 * Puts the libraries that onnxruntime needs for CUDA in place, after the user has read what that takes and agreed, and says
 * whether CUDA works then. Throws Failure.
 */
export async function setUpCuda(
  engine: Engine,
  bundle: string,
  log: vscode.LogOutputChannel,
): Promise<void> {
  const { machine } = engine;
  if (machine.platform !== 'linux' || machine.arch !== 'x64') {
    notify.info(
      vscode.l10n.t(
        'onnxruntime’s package for Node.js has CUDA for Linux on x64 only. Try Execution Providers Again looks for another GPU provider.',
      ),
    );
    return;
  }
  if (missingProviderFiles(machine).length > 0 && !(await placeFiles(machine, log))) return;
  await report(engine, bundle, log);
}

/** From the user's folder or from the server; `false`: the user does not want that. */
async function placeFiles(machine: Machine, log: vscode.LogOutputChannel): Promise<boolean> {
  const target = nativeFolder(machine);
  const files = CUDA_PROVIDER_FILES.join(', ');
  const folder = folderWithProviderFiles(machine.libraryPath);
  if (folder !== undefined) {
    const link = vscode.l10n.t('Link');
    const question = vscode.l10n.t('Use the CUDA libraries of onnxruntime in {0}?', folder);
    const detail = vscode.l10n.t(
      '{0} will be linked into {1}. Nothing is fetched. They must be of onnxruntime {2}.',
      ...[files, target, machine.runtimeVersion],
    );
    if (!(await agreed(question, detail, link))) return false;
    await linkProviderFiles(folder, machine);
    return true;
  }
  const script = installScript(machine);
  if (script === undefined) throw noScript(machine);
  const fetch = vscode.l10n.t('Fetch');
  const { packed, unpacked } = CUDA_PACKAGE.megabytes;
  const question = vscode.l10n.t(
    'Fetch {0} {1} from {2}?',
    ...[CUDA_PACKAGE.name, machine.runtimeVersion, CUDA_PACKAGE.server],
  );
  const detail = vscode.l10n.t(
    'About {0} MB, of which {1} (about {2} MB) go to {3}. onnxruntime’s own install script does it; nothing else is sent or fetched. ' +
      'CUDA 13 itself and the NVIDIA driver (580 or newer) are not part of it. ' +
      'To use files that you have, name their folder in the setting duoLLM.cuda.libraryPath instead.',
    ...[String(packed), files, String(unpacked), target],
  );
  if (!(await agreed(question, detail, fetch))) return false;
  await withProgress(vscode.l10n.t('Fetching the CUDA libraries of onnxruntime'), (signal, tell) =>
    fetchProviderFiles(
      script,
      (line) => {
        log.info(line);
        tell(line);
      },
      signal,
    ),
  );
  return true;
}

/** What is there, what is missing, and what came of a trial. */
async function report(engine: Engine, bundle: string, log: vscode.LogOutputChannel): Promise<void> {
  const { machine } = engine;
  const missing = await missingLibraries(machine);
  const lines = [
    vscode.l10n.t('NVIDIA driver: {0}.', machine.driver ?? vscode.l10n.t('none found')),
    ...missing.map((library) =>
      vscode.l10n.t('{0} is missing; it comes with {1}.', library, CUDA_LIBRARIES[library] ?? ''),
    ),
  ];
  const title = vscode.l10n.t('Trying CUDA');
  const attempt = await withProgress(title, (signal) => engine.tryProvider(bundle, 'cuda', signal));
  lines.push(
    attempt.kind === 'failed'
      ? vscode.l10n.t('CUDA does not work yet: {0}', attempt.reason)
      : vscode.l10n.t('CUDA runs the model. {0}', attempt.leftToCpu ?? ''),
  );
  for (const line of lines) log.info(line);
  const showLog = vscode.l10n.t('Show Log');
  const compare = vscode.l10n.t('Compare with the CPU');
  const actions = attempt.kind === 'ran' ? [compare, showLog] : [showLog];
  const action = await notify.ask(lines.join(' '), ...actions);
  if (action === showLog) log.show();
  if (action === compare) await vscode.commands.executeCommand(commandId('tryProviders'));
}

async function agreed(question: string, detail: string, action: string): Promise<boolean> {
  return (await notify.confirm(question, detail, action)) === action;
}

function noScript({ runtimeVersion }: Machine): Failure {
  return new Failure(
    'provider',
    vscode.l10n.t(
      'onnxruntime’s install script is not part of this installation. Take {0} from the NuGet package {1} {2}, and name their folder in the setting duoLLM.cuda.libraryPath.',
      ...[CUDA_PROVIDER_FILES.join(', '), CUDA_PACKAGE.name, runtimeVersion],
    ),
  );
}
