import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Page } from 'playwright-core';
import { reportOf } from '../../src/report/report';
import { readAssets } from '../../src/report/reportAssets';
import { launchBrowser } from '../../test/host/browser';
import { temporaryFolder } from '../../test/host/temporaryFolder';
import { ensureBuild } from '../ensure';
import { ROOT } from '../paths';
import { madeUpDocument } from './madeUpDocument';
import { measured, type Measurement } from './measurement';

const SAMPLES = 30;

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
    const samples = await budgetMoves(page, SAMPLES);
    yield measured('panel redrawn after a moved budget (10,000 tokens)', samples, {
      name: 'three frames',
      value: 50,
    });
  } finally {
    await browser.close();
  }
}

async function reportOfMadeUpDocument(): Promise<string> {
  const content = {
    shown: madeUpDocument(),
    question: null,
    rerun: null,
    kept: [],
    comparedWith: null,
    exportedAt: Date.now(),
  };
  const { html } = reportOf(content, await readAssets(path.join(ROOT, 'dist')));
  return [...html].join('');
}

/** Milliseconds from each input event to the end of the frame in which the panel drew. */
async function budgetMoves(page: Page, count: number): Promise<number[]> {
  return await page.evaluate(async (count) => {
    const slider = document.querySelector<HTMLInputElement>('input[type="range"]');
    if (slider === null) throw new Error('There is no slider.');
    const turn = (): Promise<void> => {
      return new Promise((resolve) => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => {
          port1.close();
          resolve();
        };
        port2.postMessage(null);
      });
    };
    const frame = (): Promise<void> => {
      return new Promise((resolve) => {
        requestAnimationFrame(() => {
          resolve();
        });
      });
    };
    const samples: number[] = [];
    for (let at = -5; at < count; at++) {
      slider.value = String((at + 5) % (Number(slider.max) + 1));
      const began = performance.now();
      slider.dispatchEvent(new Event('input', { bubbles: true }));
      // The panel asks for its frame when the answer has come, which takes some turns of the queue.
      await turn();
      await frame();
      await turn();
      if (at >= 0) samples.push(performance.now() - began);
    }
    return samples;
  }, count);
}
