/** Which files differ, out of `git diff --raw`. */

/** A file that differs: its path and blob before, and its path after; null where it was not there, or is no more. */
export interface ChangedFile {
  readonly before: string | null;
  /** Null where there was no file, or no blob for it, as for a submodule. */
  readonly blob: string | null;
  readonly after: string | null;
}

/** Reads what `git diff --raw -z --no-abbrev` says. */
export function parseRaw(raw: string): readonly ChangedFile[] {
  const found: ChangedFile[] = [];
  const words = raw.split('\0');
  for (let i = 0; i < words.length; ) {
    const head = /^:(\d+) \d+ ([0-9a-f]+) [0-9a-f]+ ([A-Z])/.exec(words[i++] ?? '');
    if (!head) continue;
    const [, mode = '', blob = '', status = ''] = head;
    const first = words[i++] ?? '';
    const second = status === 'R' || status === 'C' ? (words[i++] ?? '') : first;
    // A conflict is told beside the difference itself.
    if (status === 'U') continue;
    found.push({
      before: status === 'A' || status === 'C' ? null : first,
      blob: mode.startsWith('10') || mode.startsWith('12') ? blob : null,
      after: status === 'D' ? null : second,
    });
  }
  return found;
}
