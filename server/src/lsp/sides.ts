/** The sides of comparisons: opened by what is written for them, and those of the last one kept, for what is asked about them next. */
import type { CancellationToken } from 'vscode-languageserver';
import type { Side } from '../features/compare/facts.ts';
import { NoSide, openSide, type SideSources, type SideTree } from '../features/compare/open-side.ts';
import { REST_AFTER } from '../index/memory.ts';
import type { Session } from './session.ts';
import type { Tree } from './tree.ts';
import { wholeTree } from './whole-tree.ts';

/** A path from the root of a file system, as any system writes it. */
const ABSOLUTE = /^(?:\/|[A-Za-z]:[\\/])/;

export class Sides {
  #kept: ReadonlyMap<string, Side> = new Map();
  #resting: NodeJS.Timeout | null = null;
  #stops = 0;

  /** Counts how often work was stopped on the way: what was going on beside it starts over. */
  get stops(): number {
    return this.#stops;
  }

  /** Work on a tree was stopped on the way: what was being found out is half there, of sides too. */
  stopped(): void {
    this.#stops++;
    this.#kept = new Map();
  }

  /** Keeps these sides, by what is written for them, in the place of those before. */
  keep(sides: ReadonlyMap<string, Side>): void {
    this.#kept = sides;
    this.#use();
  }

  /** A side of the last comparison; else it is opened. */
  async get(session: Session, written: string, token: CancellationToken): Promise<Side> {
    const known = this.#kept.get(written);
    this.#use();
    return known ?? openSide(written, written, sourcesFor(session, token));
  }

  /** Nobody has asked about the sides for a while: the rest of the machine can use the memory. */
  #use(): void {
    if (this.#resting) clearTimeout(this.#resting);
    this.#resting = setTimeout(() => this.keepNone(), REST_AFTER).unref();
  }

  keepNone(): void {
    this.#kept = new Map();
  }
}

/** Where a session finds sides. */
export function sourcesFor(session: Session, token: CancellationToken): SideSources {
  const { host, main, trees, isTrusted } = session;
  if (!main) throw new NoSide('no kernel tree is open');
  return {
    here: treeOf(session, main),
    async beside(written) {
      if (!ABSOLUTE.test(written)) return null;
      const tree = trees.named(written.replace(/(?<=[^:\\/])[\\/]+$/, ''));
      if (tree) await read(session, tree, token);
      else if (!written.includes('@')) throw new NoSide(`${written} is no kernel tree`);
      return tree && treeOf(session, tree);
    },
    mailsAt: async (path) => (ABSOLUTE.test(path) ? host.mailsAt(path) : null),
    async treeIn(revision, paths) {
      if (!isTrusted) throw new Error('git is not asked in a workspace that is not trusted');
      return host.treeIn(main.info.root, revision, paths);
    },
  };
}

/** All of a tree is there. */
export async function read(session: Session, tree: Tree, token: CancellationToken): Promise<void> {
  if (!tree.isComplete) await wholeTree(session, tree, token);
}

function treeOf({ host }: Session, tree: Tree): SideTree {
  const { info } = tree;
  return {
    tree: info,
    get snapshot() {
      return tree.resolver().snapshot;
    },
    disk: host.openTree(info.root, new Map(), []),
  };
}
