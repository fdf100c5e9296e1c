import { chromium, type Page } from 'playwright-core';
import { ensurePackages, findCommand } from '../apt.ts';
import { onCleanUp } from '../cleanup.ts';

const names = ['chromium', 'chromium-browser', 'google-chrome'];

/** The machine's Chromium, installing it when it is missing. */
function chromiumPath(): string {
  const installed = process.env['CHROMIUM'] ?? names.map(findCommand).find((path) => path !== undefined);
  if (installed !== undefined) return installed;
  ensurePackages({ chromium: 'chromium', 'fonts-dejavu-core': '/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf' });
  return chromiumPath();
}

/** A new page of a headless Chromium that does nothing of its own on the network. */
export async function openPage(size = { width: 1400, height: 900 }): Promise<Page> {
  const browser = await chromium.launch({
    executablePath: chromiumPath(),
    headless: true,
    // Signals are cleanup.ts's affair, so that the server is stopped as well.
    handleSIGINT: false,
    handleSIGTERM: false,
    args: [
      '--no-sandbox',
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
  return context.newPage();
}
