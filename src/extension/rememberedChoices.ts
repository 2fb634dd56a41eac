import type * as vscode from 'vscode';
import { isRecord } from '../providers/choice';
import type { ChoiceStore } from '../providers/choiceStore';

const KEY = 'providers';

/** What was found to run models best, for all windows of this machine. */
export class RememberedChoices implements ChoiceStore {
  constructor(private readonly memento: vscode.Memento) {}

  read(): Promise<Readonly<Record<string, unknown>>> {
    const kept = this.memento.get<unknown>(KEY);
    return Promise.resolve(isRecord(kept) ? kept : {});
  }

  async write(choices: Readonly<Record<string, unknown>>): Promise<void> {
    await this.memento.update(KEY, choices);
  }
}
