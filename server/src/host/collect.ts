/** Memory that nothing holds, given back to the system. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/**
 * Collects the garbage of this thread, and moves together what is left. A thread that has nothing to do never does so by itself: what it held
 * in its last question stays taken for as long as it rests. Not moved together, what is left keeps pages that take five
 * times as much, after a question about a whole kernel.
 */
export function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  if (typeof collect !== 'function') return;
  setFlagsFromString('--compact-on-every-full-gc');
  try {
    collect();
  } finally {
    setFlagsFromString('--no-compact-on-every-full-gc');
  }
}
