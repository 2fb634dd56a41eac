import { type FrameLocator, type Locator } from 'playwright-core';
import type { Theme, Workbench } from './workbench';

const OPEN_MS = 3000;
const OPEN_ATTEMPTS = 4;

/** What the panel says of the oracle under the question. */
export interface OracleFigures {
  readonly big: number;
  readonly perplexity: number;
  readonly nats: number;
}

/** The Inspector panel of a window, used as a person uses it. */
export class Panel {
  private constructor(private readonly workbench: Workbench) {}

  /** Clicks its icon in the activity bar; again when nothing happens, as a person does. */
  static async open(workbench: Workbench): Promise<Panel> {
    const panel = new Panel(workbench);
    const title = workbench.page.locator('.part.sidebar .title').getByText('Inspector').first();
    for (let attempt = 1; !(await title.isVisible()) && attempt <= OPEN_ATTEMPTS; attempt++) {
      await panel.icon.click();
      await title.waitFor({ timeout: OPEN_MS }).catch(() => undefined);
    }
    await panel.page.getByRole('heading', { level: 1 }).waitFor();
    return panel;
  }

  get icon(): Locator {
    return this.workbench.page
      .locator('.activitybar')
      .getByRole('tab', { name: 'Duo-LLM', exact: true });
  }

  /** The page inside the view. */
  get page(): FrameLocator {
    return this.workbench.webview;
  }

  section(title: string): Locator {
    const heading = this.page.getByRole('heading', { name: title, exact: true });
    return this.page.locator('details.section').filter({ has: heading });
  }

  button(name: string): Locator {
    return this.page.getByRole('button', { name, exact: true });
  }

  /** Name of the document that the panel is about. */
  title(name: string): Locator {
    return this.page.getByRole('heading', { level: 1, name });
  }

  /** Waits until the panel's head says so. */
  async see(text: RegExp, limitMs: number): Promise<void> {
    await this.page.locator('header').getByText(text).first().waitFor({ timeout: limitMs });
  }

  /** The bars of a layer, numbered from 1. */
  usageRow(layer: number): Locator {
    const name = new RegExp(`^Layer ${layer}\\b`);
    return this.section('Module usage per layer').getByRole('button', { name });
  }

  get budget(): Locator {
    return this.page.getByRole('slider', { name: 'Budget' });
  }

  layer(number: number): Locator {
    return this.page.getByRole('radiogroup', { name: `Layer ${number}`, exact: true });
  }

  /** Drags the slider's thumb to a budget with the mouse, in small steps. */
  async dragBudget(budget: number): Promise<void> {
    await this.budget.scrollIntoViewIfNeeded();
    const [box, max, now] = await Promise.all([
      this.budget.boundingBox(),
      this.budget.getAttribute('max'),
      this.budget.inputValue(),
    ]);
    if (box === null) throw new Error('The slider is not on screen.');
    // The thumb's centre runs from half its width after the left edge to half its width before the right one.
    const thumb = 16;
    const x = (value: number): number =>
      box.x + thumb / 2 + ((box.width - thumb) * value) / Number(max);
    const y = box.y + box.height / 2;
    const { mouse } = this.workbench.page;
    await mouse.move(x(Number(now)), y);
    await mouse.down();
    await mouse.move(x(budget), y, { steps: 8 });
    await mouse.up();
  }

  async oracle(): Promise<OracleFigures> {
    const row = this.section('Budget and layers').getByRole('row', { name: /^oracle/ });
    const [big, perplexity, nats] = await row.getByRole('cell').allInnerTexts();
    return { big: Number(big), perplexity: Number(perplexity), nats: Number(nats) };
  }

  /** Waits until the page has the colours of a theme. */
  async seeTheme(theme: Theme): Promise<void> {
    await this.page.locator(`body[data-vscode-theme-name="${theme}"]`).waitFor();
  }

  /** What axe-core finds wrong with the page: the rule and where it is broken. */
  async violations(axeSource: string): Promise<string[]> {
    const body = this.page.locator('body');
    await body.evaluate((_, source) => {
      (0, eval)(source);
    }, axeSource);
    return await body.evaluate(async () => {
      const { violations } = await axe.run();
      return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
    });
  }
}

/** Inside the page. */
declare const axe: {
  run(): Promise<{
    readonly violations: readonly {
      readonly id: string;
      readonly nodes: readonly { readonly html: string }[];
    }[];
  }>;
};
