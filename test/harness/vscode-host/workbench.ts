/**
 * The packaged extension in the real VS Code, as a person sees it: for pictures and clicks. What needs the `vscode`
 * API is tested in test/vscode/api instead.
 */
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { FrameLocator, Locator, Page } from 'playwright-core';
import { projectRoot } from '../root.ts';
import { openPage } from './browser.ts';
import { type ServerOptions, startVscodeServer } from './server.ts';

/** A workbench with a folder open, and what a person does in it. */
export interface Workbench {
  readonly page: Page;
  /** Runs a command by its title in the command palette. */
  runCommand(title: string): Promise<void>;
  /** Opens a file of the folder, by its relative path, at a line. */
  openFile(path: string, line?: number): Promise<void>;
  /** The first code lens on screen with this text; waits until it is there. */
  lens(text: string | RegExp): Promise<Locator>;
  /** Puts the pointer on a word of the editor and waits for the hover. */
  hover(word: string): Promise<Locator>;
  /** The document inside the webview that is on screen. */
  webview(): FrameLocator;
  /** Keeps a picture in test-artifacts/NAME.png and returns its path. */
  screenshot(name: string): Promise<string>;
}

/** The real, absolute path of a picture of this name. */
function picturePath(name: string): string {
  const path = join(projectRoot, 'test-artifacts', `${name}.png`);
  mkdirSync(dirname(path), { recursive: true });
  return path;
}

/** Types into the quick input and takes the entry that it offers first. */
async function quickInput(page: Page, text: string): Promise<void> {
  const widget = page.locator('.quick-input-widget');
  await widget.locator('input').first().fill(text);
  await widget.locator('.monaco-list-row').first().waitFor();
  await page.keyboard.press('Enter');
  await widget.waitFor({ state: 'hidden' });
}

function workbenchOn(page: Page): Workbench {
  return {
    page,
    async runCommand(title) {
      await page.keyboard.press('F1');
      await quickInput(page, `>${title}`);
    },
    async openFile(path, line = 1) {
      await page.keyboard.press('Control+P');
      await quickInput(page, `${path}:${line}`);
      const name = path.slice(path.lastIndexOf('/') + 1);
      await page.locator('.tab.active', { hasText: name }).waitFor();
      await page.locator('.editor-instance .view-line span span').first().waitFor();
    },
    async lens(text) {
      const lens = page.locator('.codelens-decoration > :is(a, span)').filter({ hasText: text }).first();
      await lens.waitFor();
      return lens;
    },
    async hover(word) {
      await page.locator('.view-line span span', { hasText: word }).last().hover();
      const hover = page.locator('.monaco-hover:not(.hidden) .hover-contents').first();
      await hover.waitFor();
      return hover;
    },
    webview: () => page.frameLocator('iframe.webview.ready').frameLocator('#active-frame'),
    async screenshot(name) {
      const path = picturePath(name);
      await page.screenshot({ path });
      return path;
    },
  };
}

/** Opens a folder of this machine in VS Code; cleanup.ts closes it. */
export async function openWorkbench(folder: string, options: ServerOptions = {}): Promise<Workbench> {
  const server = await startVscodeServer(options);
  const page = await openPage();
  await page.goto(server.address(folder));
  await page.locator('.monaco-workbench .explorer-folders-view .monaco-list-row').first().waitFor();
  return workbenchOn(page);
}
