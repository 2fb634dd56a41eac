import path from 'node:path';
import { readFacts } from './bundleFacts';
import { withEngines } from './engines';
import type { Measured, MeasuredOther } from './measured';
import { measureSet, opinionOf, type Opinion } from './measureSet';
import { SMALL_BIG } from './measuredSet';
import { SET_NAMES, type Extent, type Sample, type SetName } from './sample';

export interface MeasureOptions {
  /** Path of the built engine. */
  readonly engine: string;
  /** Folder of the bundle. */
  readonly bundle: string;
  /** Folders of other bundles that are asked about the same tokens. */
  readonly others: readonly string[];
  readonly extent: Extent;
}

/** Runs everything. Throws Error when a bundle cannot be measured. */
export async function measure(
  { engine, bundle, others, extent }: MeasureOptions,
  { sample, sha256 }: { readonly sample: Sample; readonly sha256: string },
): Promise<Measured> {
  const main = await withEngines(engine, bundle, async ({ model, crew }) => {
    if (!model.moduleLists.some((list) => list.join() === SMALL_BIG.join())) {
      throw new Error(`${model.name} has no graph for ${SMALL_BIG.join(',')}: nothing to report.`);
    }
    const task = { crew, model, extent };
    const [prose, code] = [
      await measureSet({ ...task, name: 'prose', sample: sample.prose }),
      await measureSet({ ...task, name: 'code', sample: sample.code }),
    ];
    return { model, sets: [prose, code] };
  });
  const asked: MeasuredOther[] = [];
  for (const folder of others) {
    asked.push(await askOther(engine, folder, extent, sample));
  }
  const measured = { ...main, sample: sha256, extent, others: asked };
  checkTokens(measured);
  return measured;
}

async function askOther(
  engine: string,
  bundle: string,
  extent: Extent,
  sample: Sample,
): Promise<MeasuredOther> {
  const { trainedTokens, seed } = readFacts(bundle);
  return await withEngines(engine, bundle, async ({ model, crew }) => {
    const sets = {} as Record<SetName, Opinion>;
    for (const name of SET_NAMES) {
      sets[name] = await opinionOf({ crew, model, extent, name, sample: sample[name] });
    }
    return { name: path.basename(bundle), sha256: model.sha256, trainedTokens, seed, sets };
  });
}

/** A loss of one model says nothing about a token that another one has not. */
function checkTokens({ model, sets, others }: Measured): void {
  for (const { name, sets: opinions } of others) {
    for (const set of sets) {
      const { table, ids } = opinions[set.name];
      const same = ids.length === set.ids.length && ids.every((id, at) => id === set.ids[at]);
      if (same && table.space.count === set.table.space.count) continue;
      throw new Error(
        `${name} has another tokenizer or number of layers than ${model.name}: their losses cannot be compared.`,
      );
    }
  }
}
