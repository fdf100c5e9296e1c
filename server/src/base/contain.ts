/**
 * Boundaries that one failure does not cross: what fails inside costs itself, and the rest answers. Where the program is
 * strict, as its tests are, an unexpected failure goes through all the same, so that no bug hides behind a boundary.
 */
import { Cancelled } from './checkpoint.ts';

let strict = false;

/** Makes unexpected failures cross boundaries, or stops them again. Entry points set it, by `OPSCOPE_STRICT`. */
export function setStrict(on: boolean): void {
  strict = on;
}

/** An input that goes beyond a bound that was set on purpose: expected, and no bug. The message is the reason told. */
export class BeyondBound extends Error {}

/**
 * What `attempt` answers; when it fails, what `instead` makes of the reason, in words. That a question was cancelled is no
 * failure, and goes through, as does what `passes` names.
 */
export function contained<T>(
  attempt: () => T,
  instead: (reason: string) => T,
  passes: (error: unknown) => boolean = () => false,
): T {
  try {
    return attempt();
  } catch (error) {
    if (error instanceof Cancelled || passes(error) || (strict && !(error instanceof BeyondBound))) throw error;
    return instead(reasonOf(error));
  }
}

/** Whether the stack was used up. */
export function isOverflow(error: unknown): boolean {
  return error instanceof RangeError && /call stack/i.test(error.message);
}

/** A failure in words. */
export function reasonOf(error: unknown): string {
  if (isOverflow(error)) return 'it is nested too deeply';
  return error instanceof Error ? error.message : String(error);
}
