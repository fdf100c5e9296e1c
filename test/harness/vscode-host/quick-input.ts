import type { Page } from 'playwright-core';

/** What is asked of VS Code's quick input, the box of the command palette and of going to a file. */
export interface Choice {
  /** What is typed into it. */
  readonly text: string;
  /** Text of the row that is taken. */
  readonly row: string;
}

const attempts = 5;
const patience = { timeout: 15_000 };

const rowOf = (page: Page, text: string) =>
  page.locator('.quick-input-widget .monaco-list-row').filter({ hasText: text }).first();

/** Types into the quick input that is open, and takes the row as soon as the list has it. */
export async function chooseRow(page: Page, { text, row }: Choice): Promise<void> {
  await page.locator('.quick-input-widget input').first().fill(text, patience);
  // The rows of what was typed before may still be there: taking the first of those would take anything.
  await rowOf(page, row).click(patience);
}

/** Opens the quick input by its key and takes a row; again, should the box lose the focus and close underneath. */
export async function quickInput(page: Page, { key, ...choice }: Choice & { readonly key: string }): Promise<void> {
  for (let left = attempts; ; left--) {
    try {
      await page.keyboard.press(key);
      await chooseRow(page, choice);
      // Another quick input may follow this one: it is the row that must be gone, not the box.
      await rowOf(page, choice.row).waitFor({ state: 'hidden', ...patience });
      return;
    } catch (error) {
      if (left === 1) throw error;
      await page.keyboard.press('Escape');
    }
  }
}
