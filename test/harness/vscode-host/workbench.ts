/**
 * The packaged extension in the real VS Code, as a person sees it: for pictures and clicks. What needs the `vscode`
 * API is tested in test/vscode/api instead.
 */
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { FrameLocator, Locator, Page } from 'playwright-core';
import { projectRoot } from '../root.ts';
import { openPage } from './browser.ts';
import { again, moment } from './patience.ts';
import { chooseRow, quickInput } from './quick-input.ts';
import { type ServerOptions, startVscodeServer, type VscodeServer } from './server.ts';

/** The themes that pictures are taken in, by the class that the workbench has in each. */
export const themes = {
  'vs-dark': 'Dark Modern',
  vs: 'Light Modern',
  'hc-black': 'Dark High Contrast',
  'hc-light': 'Light High Contrast',
} as const;

/** A workbench with a folder open, and what a person does in it. */
export interface Workbench {
  readonly page: Page;
  /** Opens another folder in the place of this one. */
  openFolder(folder: string): Promise<void>;
  /** Loads the window anew, as `Developer: Reload Window` does. */
  reload(): Promise<void>;
  /** Runs a command by its title in the command palette. */
  runCommand(title: string): Promise<void>;
  /** Takes a row of the list that a command offers, after typing into it. */
  choose(text: string, row: string | RegExp): Promise<void>;
  /** Opens a file of the folder, by its relative path, at a line. */
  openFile(path: string, line?: number): Promise<void>;
  /** The first code lens on screen with this text; waits until it is there. */
  lens(text: string | RegExp): Promise<Locator>;
  /** Clicks the first code lens on screen with this text. */
  clickLens(text: string | RegExp): Promise<void>;
  /** Puts the pointer on a word in the first line on screen with a text, and waits for the hover. */
  hover(line: string, word: string): Promise<Locator>;
  /** Puts the pointer on the language's item in the status bar, and waits until it says so. */
  status(text: string): Promise<void>;
  /** The document inside the webview that is on screen. */
  webview(): FrameLocator;
  /** The row of a tree view with this text; waits until it is there. */
  treeRow(text: string | RegExp): Promise<Locator>;
  /** Clicks that row, or what unfolds it. */
  clickTreeRow(text: string | RegExp, part?: 'twistie'): Promise<void>;
  /** Changes the colour theme. */
  setTheme(theme: keyof typeof themes): Promise<void>;
  /** Keeps a picture in test-artifacts/NAME.png and returns its path. */
  screenshot(name: string): Promise<string>;
}

/** The real, absolute path of a picture of this name. */
function picturePath(name: string): string {
  const path = join(projectRoot, 'test-artifacts', `${name}.png`);
  mkdirSync(dirname(path), { recursive: true });
  return path;
}

async function openFolder(page: Page, server: VscodeServer, folder: string): Promise<void> {
  await page.goto(server.address(folder));
  await page.locator('.monaco-workbench .explorer-folders-view .monaco-list-row').first().waitFor();
}

/** Until VS Code has the lens's command it shows the title as mere text, which takes no clicks: not yet a lens here. */
async function lensOn(page: Page, text: string | RegExp): Promise<Locator> {
  const lens = page.locator('.codelens-decoration > a').filter({ hasText: text }).first();
  await lens.waitFor();
  return lens;
}

/** The first row of a tree view with this text. */
async function treeRowOn(page: Page, text: string | RegExp): Promise<Locator> {
  const row = page.locator('.tree-explorer-viewlet-tree-view .monaco-list-row').filter({ hasText: text }).first();
  await row.waitFor();
  return row;
}

function workbenchOn(page: Page, server: VscodeServer): Workbench {
  return {
    page,
    openFolder: (folder) => openFolder(page, server, folder),
    async reload() {
      const loaded = page.waitForEvent('load');
      await quickInput(page, { key: 'F1', text: '>Developer: Reload Window', row: 'Developer: Reload Window' });
      await loaded;
      await page.locator('.monaco-workbench .monaco-list-row').first().waitFor();
    },
    async runCommand(title) {
      await quickInput(page, { key: 'F1', text: `>${title}`, row: title });
    },
    choose: (text, row) => chooseRow(page, { text, row }),
    async openFile(path, line = 1) {
      const name = path.slice(path.lastIndexOf('/') + 1);
      await quickInput(page, { key: 'Control+P', text: `${path}:${line}`, row: name });
      await page.locator('.tab.active', { hasText: name }).waitFor();
      await page.locator('.editor-group-container.active .view-line span span:not(:empty)').first().waitFor();
    },
    lens: (text) => lensOn(page, text),
    async clickLens(text) {
      await (await lensOn(page, text)).click();
    },
    async hover(line, word) {
      const row = page.locator('.editor-group-container.active .view-line').filter({ hasText: line }).first();
      const hover = page.locator('.monaco-hover:not(.hidden) .hover-contents').first();
      // Lenses that come late move the line away from under the pointer.
      await again(async () => {
        await page.mouse.move(0, 0);
        await row.locator('span span').filter({ hasText: word }).first().hover();
        await hover.waitFor({ timeout: moment });
      });
      const loaded = hover.filter({ hasNotText: /^Loading\.\.\.$/ });
      await loaded.waitFor();
      return loaded;
    },
    async status(text) {
      await again(async () => {
        await page.mouse.move(0, 0);
        await page.locator('[id="status.languageStatus"]').hover();
        await page.getByText(text).waitFor({ timeout: moment });
      });
    },
    webview: () => page.frameLocator('iframe.webview.ready').frameLocator('#active-frame'),
    treeRow: (text) => treeRowOn(page, text),
    async clickTreeRow(text, part) {
      const row = await treeRowOn(page, text);
      const place = part === 'twistie' ? row.locator('.monaco-tl-twistie') : row;
      // The tooltip of a row that the pointer rests on takes the click that is meant for another.
      await again(async () => {
        await page.mouse.move(0, 0);
        await place.click({ timeout: moment });
      });
    },
    async setTheme(theme) {
      await quickInput(page, { key: 'F1', text: '>Preferences: Color Theme', row: 'Preferences: Color Theme' });
      await chooseRow(page, { text: themes[theme], row: themes[theme] });
      await page.locator(`.monaco-workbench.${theme}`).waitFor();
    },
    async screenshot(name) {
      const path = picturePath(name);
      await page.screenshot({ path, animations: 'disabled' });
      return path;
    },
  };
}

/** Opens a folder of this machine in VS Code; cleanup.ts closes it. */
export async function openWorkbench(folder: string, options: ServerOptions = {}): Promise<Workbench> {
  const server = await startVscodeServer(options);
  const page = await openPage();
  await openFolder(page, server, folder);
  return workbenchOn(page, server);
}
