import type { ModuleList } from '../../src/core/module';
import { searchFor } from '../../src/core/search';
import type { Face } from '../../src/panel/face';
import type { Subject } from '../../src/panel/subject';
import type { ViewTools } from '../view';
import { Choice } from './choice';

/** Between which modules a route may choose at each layer: the lists that the model can be analysed with. */
export class ModuleLists {
  private readonly choice: Choice;
  /** Lists under which this text has been shown: the host need not run the model for them again. */
  private readonly known = new Set<string>();
  private text = '';
  private lists: readonly ModuleList[] = [];

  constructor({ host }: ViewTools) {
    this.choice = new Choice('Modules', (value) => {
      const list = this.lists.find((each) => nameOf(each) === value);
      if (list !== undefined) host.tell('useModules', list);
    });
  }

  get element(): HTMLElement {
    return this.choice.element;
  }

  update({ model, run, source }: Subject, face: Face | null): void {
    const text = `${source.sha256} ${model.sha256}`;
    if (text !== this.text) this.known.clear();
    this.text = text;
    this.known.add(nameOf(run.modules));
    this.lists = model.moduleLists;
    // Of other modules a beam has not looked for the best routes.
    const isExact = searchFor(model, run.modules, run.search) === 'exact';
    const canRun = face?.abilities.run === true;
    const options = model.moduleLists.map((list) => {
      const name = nameOf(list);
      const isPart = isExact && list.every((each) => run.modules.includes(each));
      const needsRun = !this.known.has(name) && !isPart;
      return {
        value: name,
        label: needsRun ? `${name} (${canRun ? 'needs a run' : 'not in this report'})` : name,
        disabled: needsRun && !canRun,
      };
    });
    this.choice.show(options, nameOf(run.modules));
  }
}

function nameOf(list: ModuleList): string {
  return list.join('/');
}
