import { isRunning } from '../../server/src/host/files/processes.ts';
import { patience } from './mailbox.ts';

/** Waits until something is so, and fails by its name when it never is. */
export async function until(what: string, isSo: () => boolean): Promise<void> {
  for (const end = Date.now() + patience; !isSo(); ) {
    if (Date.now() > end) throw new Error(`it never came to this: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Waits until a process is gone, or has ended and waits for a parent that does not ask. */
export function gone(pid: number): Promise<void> {
  return until(`process ${pid} is gone`, () => !isRunning(pid));
}
