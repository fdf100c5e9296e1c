/** Names of files as a diff writes them, and the paths of a tree that they can stand for. */
import { addTo } from '../base/add-to.ts';
import { normalPath } from '../base/paths.ts';

const ESCAPES: Readonly<Record<string, number>> = { a: 7, b: 8, t: 9, n: 10, v: 11, f: 12, r: 13 };

/** A name as it is, of one that git may have put into quotes as C would. */
export function unquoted(name: string): string {
  const inside = /^"(.*)"$/.exec(name)?.[1];
  if (inside === undefined) return name;
  const bytes: number[] = [];
  for (const [, code, plain = ''] of inside.matchAll(/\\([0-7]{3}|.)|([^\\]+)/g)) {
    if (code === undefined) addTo(bytes, new TextEncoder().encode(plain));
    else if (/^\d/.test(code)) bytes.push(Number.parseInt(code, 8) & 0xff);
    else bytes.push(ESCAPES[code] ?? code.charCodeAt(0));
  }
  return new TextDecoder().decode(Uint8Array.from(bytes));
}

/** The time that `diff -N` writes for a file that there is not: the first of all, in whatever zone. */
const NO_TIME = /^(?:1969-12-31|1970-01-01) \d\d:\d\d:00(?:\.0+)?(?: [+-]\d{4})?\s*$/;

/** The name in a line `--- NAME` or `+++ NAME`, without the time that may follow; null where it says that there is no file. */
export function nameIn(line: string): string | null {
  const [name = '', time = ''] = line.slice(4).split('\t');
  const plain = unquoted(name.trimEnd());
  return plain === '/dev/null' || NO_TIME.test(time) ? null : plain;
}

/**
 * The two names in `diff --git X Y`, which are only told apart where they are quoted, or the same but for what stands before the
 * first slash; null where they are not.
 */
export function namesInHead(line: string): readonly [string, string] | null {
  const rest = line.slice('diff --git '.length);
  const quoted = /^("(?:\\.|[^"\\])*"|\S+) ("(?:\\.|[^"\\])*"|\S+)$/.exec(rest);
  if (quoted) return [unquoted(quoted[1] ?? ''), unquoted(quoted[2] ?? '')];
  // Names with blanks in them: where they are the same, the blank between them is in the middle.
  const middle = (rest.length - 1) / 2;
  const [first, second] = [rest.slice(0, middle), rest.slice(middle + 1)];
  const isPair = rest[middle] === ' ' && (first === second || bare(first) === bare(second));
  return isPair ? [first, second] : null;
}

/** A name without its first part. */
function bare(name: string): string {
  return name.slice(name.indexOf('/') + 1);
}

/** The paths that a name can stand for, the likelier one first: git puts one letter and a slash in front, others a folder or nothing. */
export function candidates(name: string): readonly string[] {
  if (/^[a-z]\//.test(name)) return [bare(name), name];
  return name.includes('/') && !name.startsWith('/') ? [name, bare(name)] : [name];
}

/** Why a path is not written to, in words; null where it is one of the tree. */
export function refusal(path: string): string | null {
  if (path.startsWith('/') || normalPath(path) === null) return 'it leads out of the tree';
  if (normalPath(path) !== path || path === '') return 'it is no plain path';
  return path.split('/').some((part) => part.toLowerCase() === '.git') ? 'it is in the folder of git' : null;
}

/** Every path that patches may be about. */
export function candidatesIn(
  patches: readonly {
    readonly files: readonly { readonly before: readonly string[] | null; readonly after: readonly string[] | null }[];
  }[],
): readonly string[] {
  const paths = patches.flatMap(({ files }) =>
    files.flatMap(({ before, after }) => [...(before ?? []), ...(after ?? [])]),
  );
  return [...new Set(paths)].filter((path) => refusal(path) === null).sort();
}
