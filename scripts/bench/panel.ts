import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { reportOf } from '../../src/report/report';
import { readAssets } from '../../src/report/reportAssets';
import { launchBrowser } from '../../test/host/browser';
import { temporaryFolder } from '../../test/host/temporaryFolder';
import { ensureBuild } from '../ensure';
import { ROOT } from '../paths';
import { budgetMoves } from './budgetMoves';
import { madeUpDocument } from './madeUpDocument';
import { sampled, type Measurement } from './measurement';

const SAMPLES = 30;
/** What people feel as at once. */
const AT_ONCE = { atMost: 100 };

/** From a moved budget to the frame that shows it: the whole panel, drawn by Chromium without a graphics card. */
export async function* panel(): AsyncGenerator<Measurement> {
  await ensureBuild();
  const file = path.join(temporaryFolder('bench'), 'report.html');
  writeFileSync(file, await reportOfMadeUpDocument());
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage({ viewport: { width: 420, height: 1000 } });
    await page.goto(pathToFileURL(file).href);
    await page.getByRole('slider').first().waitFor();
    // The curve and the summary are still computed then.
    await page.waitForTimeout(2000);
    const samples = await page.evaluate(budgetMoves, SAMPLES);
    yield sampled('panel redrawn after a moved budget (10,000 tokens)', 'ms', samples, {
      target: AT_ONCE,
    });
  } finally {
    await browser.close();
  }
}

async function reportOfMadeUpDocument(): Promise<string> {
  const content = {
    shown: madeUpDocument(),
    question: null,
    reruns: [],
    kept: [],
    comparedWith: null,
    exportedAt: Date.now(),
  };
  const { html } = reportOf(content, await readAssets(path.join(ROOT, 'dist')));
  return [...html].join('');
}
