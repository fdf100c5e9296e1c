/** Writes what answers lack to the client's output channel, each thing once. */
import type { Connection } from 'vscode-languageserver/node';
import { visible } from '../base/visible.ts';
import { type Gap, gapText } from '../model/gaps.ts';
import { Debounced } from './debounce.ts';
import type { Tree } from './tree.ts';

/** Beyond as many, a session says no more: the channel is for people. */
const MOST = 1000;

export class GapLog {
  readonly #connection: Connection;
  readonly #trees: () => Iterable<Tree>;
  readonly #told = new Set<string>();
  /** Behind the answers: who asked should not wait for it. */
  readonly #soon = new Debounced(async () => this.#look(), 100, 500);

  constructor(connection: Connection, trees: () => Iterable<Tree>) {
    this.#connection = connection;
    this.#trees = trees;
  }

  /** Says that something was asked of the trees. */
  asked(): void {
    this.#soon.trigger();
  }

  #look(): void {
    for (const tree of this.#trees()) this.tell(tree, tree.gaps());
  }

  /** Writes those that are news; where a place only moved, it is none. */
  tell(tree: Tree, gaps: Iterable<Gap>): void {
    for (const gap of gaps) {
      const key = `${tree.info.root} ${gapText(gap.k === 'unread' ? gap : { ...gap, line: null })}`;
      if (this.#told.has(key) || this.#told.size >= MOST) continue;
      this.#told.add(key);
      const text = `opscope: ${visible(gapText(gap))}`;
      if (gap.k === 'unread') this.#connection.console.info(text);
      else this.#connection.console.warn(text);
    }
  }
}
