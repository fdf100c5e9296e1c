/**
 * Places between two steps of long work, where it may be stopped and where it says what it is at. The engine does one thing at
 * a time, so whoever asks a question says once, around the whole of it, who looks.
 */

/** Nobody wants the answer any more. What was being worked out is half done: what was kept of it must not be used. */
export class Cancelled extends Error {}

/** Looks whether to go on, and throws a Cancelled if not; `doing` says in words what is being done. */
export type Look = (doing: (() => string) | null) => void;

let looking: Look | null = null;

/** A place where work may stop. Nothing that outlives the question may be half done here. */
export function between(doing: (() => string) | null = null): void {
  looking?.(doing);
}

/** Works, with somebody looking between the steps. */
export function lookedAt<T>(look: Look, work: () => T): T {
  const outer = looking;
  looking = look;
  try {
    return work();
  } finally {
    looking = outer;
  }
}
