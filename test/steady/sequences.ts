/**
 * What happens to a tree between questions, as data that a failure can be shrunk to: documents are opened, changed and closed,
 * files are written and removed on disk, and questions are asked in between.
 */
import fc from 'fast-check';
import { LIKELY_FOLDERS } from '../../server/src/index/folders.ts';
import { Snapshot } from '../../server/src/index/snapshot.ts';
import type { Overlay } from '../../server/src/index/source.ts';
import type { LspHost } from '../../server/src/lsp/host.ts';
import { Tree } from '../../server/src/lsp/tree.ts';
import type { Lowerer } from '../../server/src/syntax/lower.ts';
import { MemoryTree } from '../harness/memory-tree.ts';
import { type Asked, answersOf } from './answers.ts';

/** A piece of a text that gives way to another; places beyond its end count from its start again. */
interface Edit {
  readonly at: number;
  readonly length: number;
  readonly insert: string;
}

/** One thing that happens. `file` is the number of a file. */
export type Step =
  | { readonly k: 'open' | 'close' | 'remove' | 'restore'; readonly file: number }
  | { readonly k: 'change' | 'write'; readonly file: number; readonly edit: Edit }
  | { readonly k: 'complete' }
  | { readonly k: 'ask'; readonly file: number; readonly at: number; readonly about: 'file' | 'reach' | 'findings' };

const PIECES = ['', ';', '}', '{', '(', ')', '"', '/*', '*/', '\n', '\n#if 0\n', '\n#endif\n', '\n#include "gone.h"\n'];

/** Steps in files that have some words in them: what is inserted is one of the words, or breaks what it stands in. */
export function stepsFor(files: number, words: readonly string[]): fc.Arbitrary<readonly Step[]> {
  const file = fc.nat(files - 1);
  const edit = fc.record({
    at: fc.nat(20_000),
    length: fc.nat(60),
    insert: fc.oneof(fc.constantFrom(...PIECES), fc.constantFrom(...words)),
  });
  const about = fc.constantFrom('file' as const, 'file' as const, 'reach' as const, 'findings' as const);
  return fc.array(
    fc.oneof(
      fc.record({ k: fc.constant('change' as const), file, edit }),
      fc.record({ k: fc.constant('change' as const), file, edit }),
      fc.record({ k: fc.constantFrom('open' as const, 'close' as const, 'remove' as const, 'restore' as const), file }),
      fc.record({ k: fc.constant('write' as const), file, edit }),
      fc.record({ k: fc.constant('complete' as const) }),
      fc.record({ k: fc.constant('ask' as const), file, at: fc.nat(20_000), about }),
    ),
    { minLength: 1, maxLength: 12 },
  );
}

/** A tree in memory as a session has it: its files on disk, and its documents over them. */
export class Played {
  readonly #before: ReadonlyMap<string, string>;
  readonly #disk: Map<string, string>;
  readonly #paths: readonly string[];
  readonly #ops: readonly string[];
  readonly #lowerer: Lowerer;
  readonly #tree: Tree;

  constructor(files: ReadonlyMap<string, string>, paths: readonly string[], ops: readonly string[], lowerer: Lowerer) {
    this.#before = files;
    this.#disk = new Map(files);
    this.#paths = paths;
    this.#ops = ops;
    this.#lowerer = lowerer;
    const openTree = (_: string, overlay: Overlay): MemoryTree => this.#seen(overlay);
    this.#tree = new Tree('/tree', [], { ...NOBODY, openTree }, lowerer);
  }

  /** Takes the steps, and asks everything in the end. Answers the first that a new session says otherwise; null for none. */
  play(steps: readonly Step[]): string | null {
    for (const step of steps) {
      const difference = this.#take(step);
      if (difference !== null) return difference;
    }
    return this.#ask({ paths: this.#paths, cursors: [], reach: true, findings: true });
  }

  #take(step: Step): string | null {
    if (step.k === 'complete') {
      this.#tree.complete();
      return null;
    }
    const path = this.#paths[step.file] ?? '';
    const open = this.#tree.overlay.get(path);
    const onDisk = this.#disk.get(path);
    switch (step.k) {
      case 'open':
        if (open === undefined && onDisk !== undefined) this.#tree.edit(path, onDisk);
        return null;
      case 'change':
        if (open !== undefined || onDisk !== undefined) this.#tree.edit(path, edited(open ?? onDisk ?? '', step.edit));
        return null;
      case 'close':
        this.#tree.close(path);
        return null;
      case 'write':
        return this.#onDisk(path, edited(onDisk ?? '', step.edit));
      case 'remove':
        return this.#onDisk(path, null);
      case 'restore':
        return this.#onDisk(path, this.#before.get(path) ?? null);
      case 'ask': {
        const cursors = [{ path, offset: step.at % (1 + (open ?? onDisk ?? '').length) }];
        return this.#ask({
          paths: [path],
          cursors,
          reach: step.about === 'reach',
          findings: step.about === 'findings',
        });
      }
    }
  }

  #onDisk(path: string, text: string | null): null {
    if (text === null) this.#disk.delete(path);
    else this.#disk.set(path, text);
    this.#tree.changedOnDisk(path);
    return null;
  }

  #ask(asked: Omit<Asked, 'settings'>): string | null {
    const whole = { ...asked, settings: { ops: this.#ops, contextStructs: ['uffd_info', 'mfill_state'] } };
    const mine = answersOf(this.#tree.resolver().snapshot, whole);
    const folders = this.#tree.isComplete ? [] : LIKELY_FOLDERS;
    const fresh = Snapshot.of(this.#seen(this.#tree.overlay), { folders }, this.#lowerer);
    const anew = answersOf(fresh, whole);
    const differs = mine.findIndex((line, index) => line !== anew[index]);
    return differs < 0 ? null : `in this session: ${mine[differs]}\nin a new one:   ${anew[differs]}`;
  }

  #seen(overlay: Overlay): MemoryTree {
    return new MemoryTree(new Map([...this.#disk, ...overlay]));
  }
}

function edited(text: string, { at, length, insert }: Edit): string {
  const from = at % (text.length + 1);
  return text.slice(0, from) + insert + text.slice(from + length);
}

/** Does what a tree in memory never needs. */
function nobody(): never {
  throw new Error('nobody needs that');
}

const NOBODY: LspHost = {
  findTree: nobody,
  isTree: nobody,
  version: () => '',
  prepare: nobody,
  prepareFirst: nobody,
  openTree: nobody,
  hookNames: nobody,
  collect: nobody,
  indexed: nobody,
  isNews: nobody,
  program: { version: '', runtime: '' },
  save: nobody,
  loadLowerer: nobody,
  toPath: nobody,
  toUri: nobody,
  within: nobody,
  isFile: nobody,
  leadsOut: nobody,
  rulePage: nobody,
  startChecker: nobody,
  patches: nobody,
  patchesBeside: nobody,
  review: nobody,
  baseCommit: nobody,
  filesSince: nobody,
  textIn: nobody,
  treeIn: nobody,
  revisionsIn: nobody,
  mailsAt: nobody,
};
