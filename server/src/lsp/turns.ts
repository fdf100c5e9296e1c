/** Long work beside other requests. */
import type { Steps } from '../base/steps.ts';

/** How long work goes on before what has arrived meanwhile is answered, in ms. */
const TURN_MS = 30;

/**
 * Takes all steps, with room for other requests between; null when nobody wants it as it is any more, which is asked after each
 * turn. `turn` takes those of one turn.
 */
export async function inTurns<T>(
  steps: Steps<T>,
  isOld: () => boolean,
  turn: <R>(work: () => R) => R = (work) => work(),
): Promise<T | null> {
  for (;;) {
    const last = turn(() => oneTurn(steps));
    if (last) return last.value;
    await new Promise<void>((resolve) => setImmediate(resolve));
    if (isOld()) return null;
  }
}

/** Takes steps for a while; the last one's result, when that was among them. */
function oneTurn<T>(steps: Steps<T>): { readonly value: T } | null {
  for (const end = performance.now() + TURN_MS; performance.now() < end; ) {
    const step = steps.next();
    if (step.done) return step;
  }
  return null;
}
