/** A file that is being written for a person. */

/** It takes its name when it is whole. Each of these throws NotWritten where the system refuses. */
export interface NewFile {
  /** Where it is until then. */
  readonly scratch: string;
  write(part: string | Uint8Array): void;
  /** Gives it its name, whatever had it before. */
  keep(): void;
  /** Removes it, unless it was kept. */
  discard(): void;
}

/** A file that cannot be written; the message says which, and why. */
export class NotWritten extends Error {}
