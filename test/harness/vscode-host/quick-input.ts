import type { Locator, Page } from 'playwright-core';
import { again, moment, patience } from './patience.ts';

/** What is asked of VS Code's quick input, the box of the command palette and of going to a file. */
export interface Choice {
  /** What is typed into it. */
  readonly text: string;
  /** The row that is taken. */
  readonly row: string | RegExp;
}

/**
 * Longest wait for a row in a box that can be opened again: what was typed may have gone elsewhere, and the command palette does
 * not take up a command that is contributed while it is open.
 */
const oneTry = 2 * moment;

/** The quick input's box. */
const boxOf = (page: Page) => page.locator('.quick-input-widget');

/** Fails as soon as the box closes, instead of waiting for what it will not show. */
async function whileOpen(page: Page, step: Promise<void>): Promise<void> {
  const closed = boxOf(page)
    .waitFor({ state: 'hidden' })
    .then(() => Promise.reject(new Error('the quick input closed')));
  // The one that loses the race is waited for no longer, and may fail as it likes.
  closed.catch(() => undefined);
  step.catch(() => undefined);
  await Promise.race([step, closed]);
}

/**
 * Clicks a row until it is taken. While the list fills, rows move, and on a busy machine for long: a click that finds no row
 * at rest is made again, and one on which the tooltip of a row came between, too.
 */
async function take(page: Page, row: Locator, text: string): Promise<void> {
  await again(async () => {
    await page.mouse.move(0, 0);
    if (await row.isVisible()) await row.click({ timeout: moment });
    // Another quick input may follow this one: it is the row that goes away, not always the box.
    await row.waitFor({ state: 'hidden', timeout: moment });
    // But one that gave way to the rows of a later search was not taken: then the box still has what was typed.
    const box = boxOf(page);
    const isLeft =
      (await box.isVisible()) && (await box.locator('input').first().inputValue({ timeout: moment })) === text;
    if (isLeft) throw new Error('the row went before it was taken');
  });
}

/** Types into the quick input that is open, and takes the row as soon as the list has it. */
export async function chooseRow(page: Page, { text, row }: Choice, timeout = patience): Promise<void> {
  // A pointer that rests where the rows appear brings up the tooltip of one, which then takes the click.
  await page.mouse.move(0, 0);
  await boxOf(page).locator('input').first().fill(text);
  // The rows of what was typed before may still be there: taking the first of those would take anything.
  const wanted = boxOf(page).locator('.monaco-list-row').filter({ hasText: row }).first();
  await whileOpen(page, wanted.waitFor({ timeout }));
  await take(page, wanted, text);
}

/** Closes the box that an earlier try has left: opened again over itself, it would go on with what it had. */
async function close(page: Page): Promise<void> {
  if (!(await boxOf(page).isVisible())) return;
  await page.keyboard.press('Escape');
  await boxOf(page).waitFor({ state: 'hidden', timeout: moment });
}

/** Opens the quick input by its key and takes a row; again, should the box not open or lose the focus and close. */
export async function quickInput(page: Page, { key, ...choice }: Choice & { readonly key: string }): Promise<void> {
  await again(async () => {
    await close(page);
    await page.keyboard.press(key);
    await boxOf(page).waitFor({ timeout: moment });
    await chooseRow(page, choice, oneTry);
  });
}
