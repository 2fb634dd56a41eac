import type { ModelInfo } from '../../src/core/model';
import type { LossTable } from '../../src/core/lossTable';
import type { ModuleList } from '../../src/core/module';
import { fixedRoutes } from './choices';
import type { Crew } from './crew';
import { firstTokens, type Beginning, type TableRun } from './documentRuns';
import { lineInitialTokens } from './lineInitial';
import {
  joinedFloats,
  joinedIfAll,
  joinedTable,
  SKIP_BIG,
  SMALL_BIG,
  type FixedRun,
  type MeasuredDocument,
  type MeasuredRouter,
  type MeasuredSet,
  type SelfRuns,
} from './measuredSet';
import { selfBudgets, type Extent, type SampleDocument, type SetName } from './sample';

/** A document of the sample and the part of it that is measured. */
interface Text {
  readonly document: SampleDocument;
  readonly tokens: Beginning;
}

/** A model at work on one set. */
export interface SetTask {
  readonly crew: Crew;
  readonly model: ModelInfo;
  readonly extent: Extent;
  readonly name: SetName;
  readonly sample: readonly SampleDocument[];
}

/** Runs all that a report says about one set. */
export async function measureSet(task: SetTask): Promise<MeasuredSet> {
  const texts = await beginnings(task);
  const documents = stretchesOf(texts);
  const tables = await tableRuns(task, texts, SMALL_BIG);
  const { table, expected } = joined(task.model, tables);
  return {
    name: task.name,
    documents,
    tokens: table.tokens,
    ids: idsOf(texts),
    bytes: texts.reduce((sum, { document, tokens }) => {
      return sum + Buffer.byteLength(document.text.slice(0, tokens.ends.at(-1)));
    }, 0),
    lineInitial: Uint8Array.from(
      texts.flatMap(({ document, tokens }) => [...lineInitialTokens(document.text, tokens)]),
    ),
    table,
    expected,
    skipTable: await skipTable(task, texts),
    entropy: joinedFloats(tables.map(({ entropy }) => entropy)),
    predictedDifficulty: joinedIfAll(tables.map((run) => run.predictedDifficulty)),
    routers: await routerRuns(task, texts),
    fixed: await fixedRuns(task, texts, table),
    self: await selfRuns(task, texts, documents),
  };
}

/** What another model says about the same tokens. */
export interface Opinion {
  readonly table: LossTable;
  readonly expected: LossTable | undefined;
  /** [tokens] what they are in its vocabulary. */
  readonly ids: Int32Array;
}

export async function opinionOf(task: SetTask): Promise<Opinion> {
  const texts = await beginnings(task);
  return { ids: idsOf(texts), ...joined(task.model, await tableRuns(task, texts, SMALL_BIG)) };
}

function idsOf(texts: readonly Text[]): Int32Array {
  return Int32Array.from(texts.flatMap(({ tokens }) => [...tokens.ids]));
}

function joined(
  { layers }: ModelInfo,
  runs: readonly TableRun[],
): Pick<Opinion, 'table' | 'expected'> {
  const expected = joinedIfAll(runs.map((run) => run.expected));
  const losses = runs.map((run) => run.losses);
  return {
    table: joinedTable(SMALL_BIG, layers, losses),
    expected: expected && joinedTable(SMALL_BIG, layers, [expected]),
  };
}

async function beginnings({ crew, extent, name, sample }: SetTask): Promise<Text[]> {
  const documents = sample.slice(0, extent.documents);
  return await crew.map(`${name}, tokens`, documents, async (runs, document) => {
    return { document, tokens: await runs.beginning(document, extent.tokens) };
  });
}

function stretchesOf(texts: readonly Text[]): MeasuredDocument[] {
  let first = 0;
  return texts.map(({ document, tokens }) => {
    const stretch = { name: document.name, first, end: first + tokens.ends.length };
    first = stretch.end;
    return stretch;
  });
}

async function tableRuns(
  { crew, name }: SetTask,
  texts: readonly Text[],
  modules: ModuleList,
): Promise<TableRun[]> {
  const what = `${name}, all routes of ${modules.join(',')}`;
  return await crew.map(what, texts, async (runs, { document, tokens }) => {
    return await runs.table(document, tokens, modules);
  });
}

async function skipTable(task: SetTask, texts: readonly Text[]): Promise<LossTable | undefined> {
  const { layers, moduleLists } = task.model;
  if (!moduleLists.some((list) => list.join() === SKIP_BIG.join())) return undefined;
  const runs = await tableRuns(task, texts, SKIP_BIG);
  return joinedTable(
    SKIP_BIG,
    layers,
    runs.map(({ losses }) => losses),
  );
}

/** In the order of their names, which is how a report lists them. */
async function routerRuns(
  { crew, model, name }: SetTask,
  texts: readonly Text[],
): Promise<MeasuredRouter[]> {
  const measured: MeasuredRouter[] = [];
  for (const info of model.routers.toSorted((one, other) => (one.name < other.name ? -1 : 1))) {
    const what = `${name}, router ${info.name}`;
    const found = await crew.map(what, texts, async (runs, { document, tokens }) => {
      return await runs.router(document, tokens, info.name);
    });
    measured.push({
      info,
      modules: Uint8Array.from(found.flatMap(({ modules }) => [...modules])),
      ownLosses: joinedFloats(found.map(({ ownLosses }) => ownLosses)),
    });
  }
  return measured;
}

async function fixedRuns(
  { crew, model, name }: SetTask,
  texts: readonly Text[],
  table: LossTable,
): Promise<FixedRun[]> {
  // The engine runs a router with layers forced; with all of them forced, any will do.
  const [router] = model.routers;
  if (router === undefined) return [];
  const measured: FixedRun[] = [];
  for (const [budget, { route }] of fixedRoutes(table).entries()) {
    const what = `${name}, fixed route of ${budget} big layers`;
    const layers = table.space.modulesOf(route);
    const found = await crew.map(what, texts, async (runs, { document, tokens }) => {
      return await runs.router(document, tokens, router.name, layers);
    });
    const ownLosses = joinedFloats(found.map((run) => run.ownLosses));
    measured.push({ budget, route, ownLosses });
  }
  return measured;
}

async function selfRuns(
  { crew, model, extent, name }: SetTask,
  texts: readonly Text[],
  documents: readonly MeasuredDocument[],
): Promise<SelfRuns> {
  const parts = texts.slice(0, extent.self.documents).map(({ document, tokens }, at) => {
    const part = firstTokens(tokens, extent.self.tokens);
    const first = documents[at]?.first ?? 0;
    return { document, tokens: part, first, end: first + part.ids.length };
  });
  const losses = new Map<number, Float32Array>();
  for (const budget of selfBudgets(extent, model.layers)) {
    const what = `${name}, oracle of ${budget} big layers in self context`;
    const found = await crew.map(what, parts, async (runs, { document, tokens }) => {
      return await runs.oracleInSelfContext(document, tokens, budget);
    });
    const column = new Float32Array(documents.at(-1)?.end ?? 0).fill(Number.NaN);
    for (const [at, { first }] of parts.entries()) column.set(found[at] ?? [], first);
    losses.set(budget, column);
  }
  return { documents: parts, losses };
}
