/** Whether another process is there, and who may ask. */
import { readFileSync, readlinkSync } from 'node:fs';

/** Whether a process runs. One that has ended and that its parent did not ask about, as in a container without an init, does not. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // One that belongs to somebody else may not be signalled, and runs.
    if (!(error instanceof Error && 'code' in error && error.code === 'EPERM')) return false;
  }
  return stateOf(pid) !== 'Z';
}

/** Among which processes an id means the same one: those of one container, or of the system. Empty where that cannot be told. */
export function processSpace(): string {
  try {
    return /\d+/.exec(readlinkSync('/proc/self/ns/pid'))?.[0] ?? '';
  } catch {
    return '';
  }
}

/** The letter that Linux has for what a process does, behind its name in parentheses; empty where there is no /proc. */
function stateOf(pid: number): string {
  try {
    return /^.*\)\s+(\S)/s.exec(readFileSync(`/proc/${pid}/stat`, 'latin1'))?.[1] ?? '';
  } catch {
    return '';
  }
}
