import { readFileSync } from 'node:fs';
import type { Lines, TrueFile } from './facts.ts';
import { intersection, union } from './lines.ts';

/** The ranges as one compiled file sees them. */
type RangeRecord = { kind: 'skipped' | 'define'; file: string; from: number; to: number };

/**
 * The truth of several compiled files, put together: each record once, and of each file (headers are read by many) what
 * all of them leave out.
 */
export class Part {
  readonly lines = new Set<string>();
  private readonly files = new Map<string, TrueFile>();

  /** Takes in the plugin's output for one compiled file. */
  addUnit(path: string): void {
    const read = new Set<string>();
    const ranges: RangeRecord[] = [];
    for (const line of readFileSync(path, 'utf8').split('\n')) {
      const kind = /"kind":"([a-z-]+)"/.exec(line)?.[1];
      if (kind === undefined) continue;
      if (kind === 'file') {
        const { file }: TrueFile = JSON.parse(line);
        read.add(file);
      } else if (kind === 'skipped' || kind === 'define') ranges.push(JSON.parse(line));
      else this.lines.add(line);
    }
    const of = (file: string, kind: RangeRecord['kind']): Lines[] =>
      union(ranges.filter((r) => r.file === file && r.kind === kind).map((r) => [r.from, r.to]));
    for (const file of read) {
      this.addFile({ kind: 'file', file, skipped: of(file, 'skipped'), defines: of(file, 'define') });
    }
  }

  /** Takes in what other compiled files say of a file. */
  addFile(seen: TrueFile): void {
    const known = this.files.get(seen.file);
    if (known === undefined) this.files.set(seen.file, seen);
    else {
      const skipped = intersection(known.skipped, seen.skipped);
      this.files.set(seen.file, { ...seen, skipped, defines: union([...known.defines, ...seen.defines]) });
    }
  }

  /** The records, as JSON lines. */
  *output(): Generator<string> {
    for (const file of this.files.values()) yield JSON.stringify(file);
    yield* this.lines;
  }
}
