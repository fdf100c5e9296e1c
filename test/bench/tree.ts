/** The tree that is measured, and what is in it by a plain look: no code of opscope's is used for that. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** The C files of folders, relative to the tree; the whole tree for `['']`. */
export function sources(tree: string, folders: readonly string[]): string[] {
  return folders.flatMap((folder) =>
    readdirSync(join(tree, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.[ch]$/.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name).slice(tree.length + 1)),
  );
}

/** Number and size of files, for the head of the tables. Reads all of them, so that the page cache has them. */
export function sizeOf(tree: string, files: readonly string[]): string {
  const bytes = files.reduce((sum, path) => sum + readFileSync(join(tree, path)).length, 0);
  return `${files.length} files, ${Math.round(bytes / 1e6)} MB`;
}

/** A file with its comments blanked, lines kept. */
function code(tree: string, path: string): string {
  const text = readFileSync(join(tree, path), 'latin1');
  return text.replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, (comment) => comment.replace(/[^\n]/g, ' '));
}

/** What the right answers are. */
export interface Truth {
  /** The tables of `struct vm_operations_struct`: `file:line` of each. */
  readonly tables: ReadonlySet<string>;
  /** Functions that those tables name as `fault`. */
  readonly faults: ReadonlySet<string>;
  /** Functions that fill `get_folio_noalloc`. */
  readonly implementations: ReadonlySet<string>;
  /** Where shmem_get_folio_noalloc is called, through the hook that it fills: `file:line`. */
  readonly callers: ReadonlySet<string>;
}

const lineOf = (text: string, at: number): number => text.slice(0, at).split('\n').length;

/** The text between the brace at `from` and the one that closes it. */
function body(text: string, from: number): string {
  let depth = 0;
  for (let at = from; at < text.length; at++) {
    if (text[at] === '{') depth++;
    if (text[at] === '}' && --depth === 0) return text.slice(from, at);
  }
  return text.slice(from);
}

/** Reads the right answers off the text. */
export function truthOf(tree: string, files: readonly string[]): Truth {
  const found = { tables: new Set<string>(), faults: new Set<string>() };
  const hook = { implementations: new Set<string>(), callers: new Set<string>() };
  for (const path of files) {
    // Programs for the user's side, with a struct of their own under the same name.
    if (path.startsWith('tools/')) continue;
    const raw = readFileSync(join(tree, path));
    if (!raw.includes('vm_operations_struct') && !raw.includes('get_folio_noalloc')) continue;
    const text = code(tree, path);
    for (const match of text.matchAll(/\bstruct\s+vm_operations_struct\s[^;={}()]*?(\w+)(?:\s+__\w+)*\s*=\s*(\{)/g)) {
      const name = match.index + match[0].lastIndexOf(match[1] ?? '', match[0].indexOf('='));
      found.tables.add(`${path}:${lineOf(text, name)}`);
      const fault = /\.fault\s*=\s*&?(\w+)/.exec(body(text, match.index + match[0].length - 1));
      if (fault?.[1] && fault[1] !== 'NULL') found.faults.add(fault[1]);
    }
    for (const match of text.matchAll(/\.get_folio_noalloc\s*=\s*(\w+)/g)) hook.implementations.add(match[1] ?? '');
    for (const match of text.matchAll(/(?:->|\.)get_folio_noalloc\s*\(/g))
      hook.callers.add(`${path}:${lineOf(text, match.index)}`);
  }
  return { ...found, ...hook };
}

/** How an answer compares with the truth. */
export function verdict(answer: ReadonlySet<string>, truth: ReadonlySet<string>): string {
  const right = [...answer].filter((each) => truth.has(each)).length;
  const wrong = answer.size - right;
  if (right === truth.size && wrong === 0) return 'right';
  return `${right} of ${truth.size}${wrong > 0 ? `, ${wrong} wrong` : ''}`;
}

/** Bytes of the package, when there is one beside the project's manifest. */
export function packageSize(project: string): number | null {
  const [name] = readdirSync(project).filter((each) => each.endsWith('.vsix'));
  return name === undefined ? null : statSync(join(project, name)).size;
}
