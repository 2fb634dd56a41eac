import { type Browser } from 'playwright-core';
import { launchBrowser } from './browser';
import { VscodeServer, type ServerOptions } from './server';

/** Does something with a VS Code server and a browser without a screen, and ends both. */
export async function withVscodeInBrowser<Result>(
  options: ServerOptions,
  use: (server: VscodeServer, browser: Browser) => Promise<Result>,
): Promise<Result> {
  const browser = await launchBrowser();
  try {
    const server = await VscodeServer.start(options);
    try {
      return await use(server, browser);
    } finally {
      await server.dispose();
    }
  } finally {
    await browser.close();
  }
}
