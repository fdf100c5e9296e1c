/** Long work beside other requests. */
import type { Steps } from '../base/steps.ts';

/** How long work goes on before what has arrived meanwhile is answered, in ms. */
const SLICE_MS = 30;

/**
 * Takes all steps, with room for other requests between; null when nobody wants it as it is any more, which is asked after each
 * slice. `slice` takes those of one.
 */
export async function inTimeSlices<T>(
  steps: Steps<T>,
  isOld: () => boolean,
  slice: <R>(work: () => R) => R = (work) => work(),
): Promise<T | null> {
  for (;;) {
    const last = slice(() => oneSlice(steps));
    if (last) return last.value;
    await new Promise<void>((resolve) => setImmediate(resolve));
    if (isOld()) return null;
  }
}

/** Takes steps for a while; the last one's result, when that was among them. */
function oneSlice<T>(steps: Steps<T>): { readonly value: T } | null {
  for (const end = performance.now() + SLICE_MS; performance.now() < end; ) {
    const step = steps.next();
    if (step.done) return step;
  }
  return null;
}
