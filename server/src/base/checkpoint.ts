/**
 * Checkpoints: places between two steps of long work, where it may be stopped and where it says what it is at. The engine does
 * one thing at a time, so whoever asks a question says once, around the whole of it, what happens at them.
 */

/** Nobody wants the answer any more. What was being worked out is half done: what was kept of it must not be used. */
export class Cancelled extends Error {}

/** Looks whether to go on, and throws a Cancelled if not; `doing` says in words what is being done. */
export type AtCheckpoint = (doing: (() => string) | null) => void;

let current: AtCheckpoint | null = null;

/** A place where work may stop. Nothing that outlives the question may be half done here. */
export function checkpoint(doing: (() => string) | null = null): void {
  current?.(doing);
}

/** Has somebody look at every checkpoint from now on. */
export function lookAtCheckpoints(look: AtCheckpoint): void {
  current = look;
}

/** Works, with somebody who looks at every checkpoint. */
export function withCheckpoints<T>(look: AtCheckpoint, work: () => T): T {
  const outer = current;
  current = look;
  try {
    return work();
  } finally {
    current = outer;
  }
}
