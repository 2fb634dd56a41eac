import * as vscode from 'vscode';
import { QUANTITIES, type Quantity } from '../core/colourScale';
import { surpriseModule } from '../core/measures';
import type { Module } from '../core/module';
import { quantityMeaning, QUANTITY_NAMES } from '../core/words';
import type { Colours } from './colours';
import type { Results } from './results';
import { changeSetting, settingsFor } from './settings';

/** Lets the user choose what the colours say. The editor already shows the entry that is under the cursor. */
export async function pickColouring(colours: Colours, results: Results): Promise<void> {
  const document = vscode.window.activeTextEditor?.document;
  const result = document && results.of(document);
  const resource = document?.uri;
  const modules = result?.analysis.run.modules ?? settingsFor(resource).modules;
  const { shown } = colours.of(document, result);
  const chosen = await chooseQuantity(shown, surpriseModule(modules), (quantity) => {
    colours.preview(quantity);
  });
  if (chosen !== undefined) await changeSetting('colourBy', chosen, resource);
  colours.preview(undefined);
  // A question or a choice in the panel goes before the setting.
  if (chosen !== undefined && colours.of(document, result).shown !== chosen) colours.choose(chosen);
}

async function chooseQuantity(
  current: Quantity,
  module: Module,
  preview: (quantity: Quantity) => void,
): Promise<Quantity | undefined> {
  const pick = vscode.window.createQuickPick<vscode.QuickPickItem & { quantity: Quantity }>();
  pick.title = vscode.l10n.t('Colour tokens by');
  pick.placeholder = vscode.l10n.t('What should a token’s colour say?');
  pick.matchOnDetail = true;
  pick.items = QUANTITIES.map((quantity) => ({
    quantity,
    label: capitalized(QUANTITY_NAMES[quantity]),
    detail: quantityMeaning(quantity, module),
    ...(quantity === current && { description: vscode.l10n.t('current') }),
  }));
  pick.activeItems = pick.items.filter(({ quantity }) => quantity === current);
  try {
    return await new Promise((resolve) => {
      pick.onDidChangeActive(([item]) => {
        if (item !== undefined) preview(item.quantity);
      });
      pick.onDidAccept(() => {
        resolve(pick.activeItems[0]?.quantity);
      });
      pick.onDidHide(() => {
        resolve(undefined);
      });
      pick.show();
    });
  } finally {
    pick.dispose();
  }
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
