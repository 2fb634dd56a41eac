import path from 'node:path';
import { ensureBuild } from './ensure';
import { ROOT } from './paths';
import { readFacts } from './reproduce/bundleFacts';
import { readComparison } from './reproduce/comparison';
import { measure } from './reproduce/measure';
import { parseOptions, USAGE, type Options } from './reproduce/options';
import { earlierOthers, writeReport } from './reproduce/output';
import { metricsAgree, reportOn, type Report } from './reproduce/report';
import { FULL, QUICK, readSample } from './reproduce/sample';

/**
 * `npm run reproduce`: the paper's figures and findings on a bundle, measured with the product's own engine.
 * @returns the exit code: 0 done, 1 the bundle's own metrics are not what is measured, 2 wrong usage.
 */
export async function main(args: string[]): Promise<number> {
  let options: Options;
  try {
    options = parseOptions(args);
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`);
    return 2;
  }
  await ensureBuild();
  const report = await reproduce(options);
  writeReport(report, options.out);
  for (const { id, verdict, claim } of report.findings) console.log(`${id} ${verdict}: ${claim}`);
  console.log(`The report is in ${options.out}.`);
  if (metricsAgree(report)) return 0;
  console.error(
    'The metrics in duo.json are not what the engine measures: see the end of the report’s README.md.',
  );
  return 1;
}

/** Measures, without writing a report. */
export async function reproduce(options: Options): Promise<Report> {
  const extent = options.quick ? QUICK : FULL;
  const read = readSample();
  const measured = await measure(
    {
      engine: path.join(ROOT, 'dist/engine.js'),
      bundle: options.model,
      others: options.others,
      extent,
    },
    read,
  );
  return reportOn(measured, {
    metrics: readFacts(options.model).metrics,
    comparison: readComparison(),
    earlierOthers: earlierOthers(options.out, measured.model.sha256, read.sha256, extent.name),
  });
}
