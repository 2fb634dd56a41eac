import path from 'node:path';
import { eachEvent } from '../client/eachEvent';
import { Analysis } from '../core/analysis';
import { encodeNpy } from '../core/npy';
import type { AnalysisEnd, AnalyzeRequest } from '../protocol/engineApi';
import type { Options } from './options';
import { checkWritable, writeFile, writeStream } from './output';
import { planFor, type Plan } from './plan';
import { Progress } from './progress';
import { resultOf } from './result';
import { readSource } from './source';
import type { Surroundings } from './surroundings';

/** `duo-llm analyze`: reads, analyses, writes. Throws Failure. */
export async function analyzeCommand(options: Options, around: Surroundings): Promise<void> {
  await Promise.all([options.out, options.table].map(checkWritable));
  const { text, source, warning } = await readSource(options.file, around.stdin, around.signal);
  if (warning !== undefined) around.stderr.write(`${warning}\n`);

  const bundle = path.resolve(options.model ?? around.builtInModel);
  const opening = { bundle, provider: options.provider };
  const opened = await around.engine.open(opening, around.signal);
  const { run, constraint } = planFor(options, opened.model);
  const analysis = new Analysis(opened.model, source, run);
  const timing = await fill(analysis, { ...opening, text, ...requestOf(run) }, around);

  if (options.table !== undefined) await writeFile(options.table, encodeNpy(analysis.table));
  const finished = { text, analysis, constraint, opened, timing };
  const result = await resultOf(finished, options, around);
  if (options.out === undefined) await writeStream(around.stdout, result);
  else await writeFile(options.out, result);
}

function requestOf(run: Plan['run']): Pick<AnalyzeRequest, 'modules' | 'context' | 'router'> {
  const { modules, context, router } = run;
  return { modules, context, ...(router === undefined ? {} : { router }) };
}

/** Runs the engine to its end, showing how far it is. */
async function fill(
  analysis: Analysis,
  request: AnalyzeRequest,
  { engine, signal, stderr }: Surroundings,
): Promise<AnalysisEnd> {
  const progress = new Progress(stderr);
  try {
    return await eachEvent(engine.analyze(request, signal), (event) => {
      analysis.apply(event);
      progress.show(analysis);
    });
  } finally {
    progress.clear();
  }
}
