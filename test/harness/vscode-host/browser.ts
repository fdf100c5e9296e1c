import { chromium, type Page } from 'playwright-core';
import { onCleanUp } from '../cleanup.ts';
import { chromiumPath } from '../needs.ts';
import { patience } from './patience.ts';

/** A new page of a headless Chromium that does nothing of its own on the network. */
export async function openPage(size = { width: 1400, height: 900 }): Promise<Page> {
  const executablePath = chromiumPath();
  if (executablePath === undefined) throw new Error('there is no Chromium: npm test -- pictures installs it');
  const browser = await chromium.launch({
    executablePath,
    headless: true,
    // Signals are cleanup.ts's affair, so that the server is stopped as well.
    handleSIGINT: false,
    handleSIGTERM: false,
    args: [
      '--no-sandbox',
      // Containers have 64 MB of shared memory, of which a page can need more.
      '--disable-dev-shm-usage',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
  onCleanUp(() => browser.close());
  const context = await browser.newContext({ viewport: size });
  context.setDefaultTimeout(patience);
  return context.newPage();
}
