import * as vscode from 'vscode';
import { QUANTITIES, type Quantity } from '../core/colourScale';
import { QUANTITY_MEANINGS, QUANTITY_NAMES } from '../core/words';
import type { Painter } from './painter';
import { changeSetting, settingsFor } from './settings';

/** Lets the user choose what the colours say. The editor already shows the entry that is under the cursor. */
export async function pickColouring(painter: Painter): Promise<void> {
  const resource = vscode.window.activeTextEditor?.document.uri;
  const current = settingsFor(resource).colourBy;
  const chosen = await chooseQuantity(current, (quantity) => {
    painter.show(quantity);
  });
  if (chosen !== undefined) await changeSetting('colourBy', chosen, resource);
  painter.show(undefined);
}

async function chooseQuantity(
  current: Quantity,
  preview: (quantity: Quantity) => void,
): Promise<Quantity | undefined> {
  const pick = vscode.window.createQuickPick<vscode.QuickPickItem & { quantity: Quantity }>();
  pick.title = vscode.l10n.t('Colour tokens by');
  pick.placeholder = vscode.l10n.t('What should a token’s colour say?');
  pick.matchOnDetail = true;
  pick.items = QUANTITIES.map((quantity) => ({
    quantity,
    label: capitalized(QUANTITY_NAMES[quantity]),
    detail: QUANTITY_MEANINGS[quantity],
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
