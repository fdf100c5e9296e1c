/** What stands between a file and a header that it sees: the conditions of the includes on the likeliest way there. */
import { largest } from '../../base/extremes.ts';
import type { SourceFile } from '../../index/file.ts';
import { query } from '../../index/query.ts';
import type { Snapshot } from '../../index/snapshot.ts';
import { BUILD, likelihood } from './likelihood.ts';

/** How likely a header is to be included where a file sees it: zero where nothing speaks against it, else less. */
export function wayTo(snapshot: Snapshot, header: SourceFile, from: SourceFile): number {
  return header === from ? 0 : snapshot.get(WAY, header, from);
}

const WAY = query('how likely a header is included', (snapshot: Snapshot, header: SourceFile, from: SourceFile) => {
  const isSeen = snapshot.closure(from).has(header);
  const root = isSeen ? from : snapshot.unitSeen();
  return root && snapshot.closure(root).has(header) ? likeliest(snapshot, header, root) : 0;
});

/** Goes back from a header, from who includes it to who includes those, along the likeliest includes first. */
function likeliest(snapshot: Snapshot, header: SourceFile, root: SourceFile): number {
  const seen = snapshot.closure(root);
  const done = new Set<SourceFile>();
  // What is still to be looked at, by what speaks against the way to it.
  const open: SourceFile[][] = [[header]];
  for (let against = 0; against < open.length; against++) {
    for (let file = open[against]?.pop(); file; file = open[against]?.pop()) {
      if (file === root) return -against;
      if (done.has(file)) continue;
      done.add(file);
      for (const each of [...snapshot.state.including(file), root]) {
        const more = seen.has(each) && !done.has(each) ? against - included(snapshot, file, each, root) : null;
        if (more !== null && Number.isFinite(more)) putAt(open, more, each);
      }
    }
  }
  return 0;
}

function putAt(open: SourceFile[][], at: number, file: SourceFile): void {
  while (open.length <= at) open.push([]);
  open[at]?.push(file);
}

/** How likely a file includes a header itself; minus infinity where it does not. */
function included(snapshot: Snapshot, header: SourceFile, by: SourceFile, root: SourceFile): number {
  const leadsThere = (name: string): boolean => snapshot.includes.resolve(name, by.path, root.path) === header.path;
  const names = by.includes().filter((name) => endsAlike(name, header.path) && leadsThere(name));
  if (names.length === 0) return Number.NEGATIVE_INFINITY;
  const conditional = by.conditionalIncludes().filter(({ name }) => names.includes(name));
  if (conditional.length < names.length) return 0;
  return largest(conditional.map(({ condition }) => likelihood(condition, BUILD)));
}

/** Whether an include as it is written names a file as a path does. */
function endsAlike(include: string, path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return include.endsWith(name, include.length - 1) && /[/<"]/.test(include.charAt(include.length - name.length - 2));
}
