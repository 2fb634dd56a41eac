import * as vscode from 'vscode';
import type { Choice } from '../providers/choice';
import { PROVIDER_NAMES } from '../providers/providerNames';
import type { Engine } from './engine';
import { notify } from './notify';
import { settingsFor } from './settings';

/** Tries what could run a model here, and says what does and why nothing else. Throws Failure('cancelled'). */
export async function tryProviders(
  engine: Engine,
  bundle: string,
  log: vscode.LogOutputChannel,
): Promise<void> {
  const title = vscode.l10n.t('Trying the execution providers');
  const choice = await withProgress(title, (signal) => engine.tryProviders(bundle, signal));
  const sentences = inSentences(choice);
  for (const sentence of sentences) log.info(sentence);
  const forced = settingsFor().provider;
  if (forced !== 'auto') {
    sentences.push(
      vscode.l10n.t(
        'The setting duoLLM.executionProvider forces {0}; auto would take what was found.',
        PROVIDER_NAMES[forced],
      ),
    );
  }
  const showLog = vscode.l10n.t('Show Log');
  if ((await notify.ask(sentences.join(' '), showLog)) === showLog) log.show();
}

/** With a notification that can cancel it. */
export async function withProgress<Result>(
  title: string,
  work: (signal: AbortSignal, report: (line: string) => void) => Promise<Result>,
): Promise<Result> {
  const location = vscode.ProgressLocation.Notification;
  return await vscode.window.withProgress(
    { location, title, cancellable: true },
    async (progress, token) => {
      const controller = new AbortController();
      token.onCancellationRequested(() => {
        controller.abort();
      });
      return await work(controller.signal, (message) => {
        progress.report({ message });
      });
    },
  );
}

function inSentences({ provider, note, rejected }: Choice): string[] {
  return [
    vscode.l10n.t('{0} runs the model from the next analysis on.', PROVIDER_NAMES[provider]),
    ...(note === undefined ? [] : [note]),
    ...rejected.map(({ provider: other, reason }) =>
      vscode.l10n.t('Not on {0}: {1}', PROVIDER_NAMES[other], reason),
    ),
  ];
}
