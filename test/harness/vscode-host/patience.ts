/** How tests wait for a workbench that may be busy: by conditions, tried again while there is patience left. */
import type { Locator } from 'playwright-core';

/** Longest wait for anything in the workbench, in ms: far beyond what it takes, so that what never comes fails a test by name. */
export const patience = 300_000;

/** Longest wait for one attempt to have its effect. */
export const moment = 10_000;

/** Repeats an attempt that a busy workbench may swallow until one succeeds; when patience ends, so does it, with its error. */
export async function again<T>(attempt: () => Promise<T>): Promise<T> {
  const end = performance.now() + patience;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (performance.now() > end) throw error;
    }
  }
}

/** Where something is once it has stopped moving: in the same place in two frames one after the other. */
export async function settledBox(locator: Locator): Promise<{ x: number; y: number; width: number; height: number }> {
  return again(async () => {
    const before = await locator.boundingBox();
    await locator.page().evaluate('new Promise((frame) => requestAnimationFrame(() => requestAnimationFrame(frame)))');
    const after = await locator.boundingBox();
    if (after === null || JSON.stringify(before) !== JSON.stringify(after))
      throw new Error(`${locator} does not settle`);
    return after;
  });
}
