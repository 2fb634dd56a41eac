import * as vscode from 'vscode';
import { Failure } from '../../core/failure';
import { routerNamed } from '../../core/model';
import type { ModuleList } from '../../core/module';
import type { DocumentAnalysis } from '../documentAnalysis';
import type { Results } from '../results';
import { changeSetting, settingsFor } from '../settings';
import { MODULE_CHOICES } from '../settingValues';

/**
 * Makes a list of modules the setting, where it is set now, and shows the document's analysis with it: what is known where
 * that is enough. Resolves with whether it was, else the model has to run. Throws Failure('request').
 */
export async function switchModules(
  modules: ModuleList,
  result: DocumentAnalysis,
  results: Results,
): Promise<boolean> {
  const { document, opened } = result;
  const choice = MODULE_CHOICES.find((each) => each === modules.join(','));
  const offered = opened.model.moduleLists.some((list) => list.join() === modules.join());
  if (choice === undefined || !offered) {
    throw new Failure(
      'request',
      vscode.l10n.t(
        'The model {0} cannot choose among {1}.',
        opened.model.name,
        modules.join(', '),
      ),
    );
  }
  await changeSetting('modules', choice, document.uri);
  const { router: wanted, search } = settingsFor(document.uri);
  const router = routerNamed(opened.model, modules, wanted);
  return results.show(document, { modules, router, search });
}
