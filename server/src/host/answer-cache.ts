/** Answers of the command, for the same question to the same tree: nothing has to be parsed for them. */
import { createHash } from 'node:crypto';
import { readCached, writeCached } from './cache-folder.ts';
import { isAsSeen, type Seen, type SeenFacts } from './seen.ts';
import type { WordIndex } from './words/index.ts';

const FORMAT = 'opscope-answer-1';

/** An answer above this is quicker made than kept. */
const MAX_LETTERS = 8 * 1024 * 1024;

/** What a command printed. */
export interface Answer {
  readonly out: string;
  readonly err: string;
  readonly code: number;
}

interface Stored {
  /** The files that were searched, and their stamps. */
  readonly searched: string;
  /** What was read besides. */
  readonly seen: SeenFacts;
  readonly answer: Answer;
}

/** One question, asked of one tree. */
export class KeptAnswer {
  readonly #folder: string;
  readonly #name: string;
  readonly #words: WordIndex;

  /** `question` is all that the answer depends on beside the tree: arguments, version, the kind of terminal. */
  constructor(folder: string, question: readonly unknown[], words: WordIndex) {
    const key = JSON.stringify([words.root, words.folders, ...question]);
    this.#folder = folder;
    this.#name = `${createHash('sha256').update(key).digest('hex').slice(0, 24)}.answer`;
    this.#words = words;
  }

  /** The answer of an earlier run, if nothing that it depends on has changed; else null. */
  find(): Answer | null {
    const bytes = readCached(this.#folder, this.#name, FORMAT);
    if (!bytes) return null;
    const { searched, seen, answer } = JSON.parse(bytes.toString('utf8')) as Stored;
    return searched === this.#words.sum() && isAsSeen(this.#words.files(), seen) ? answer : null;
  }

  /** Keeps an answer. */
  keep(answer: Answer, seen: Seen): void {
    if (!seen.isWhole || answer.out.length > MAX_LETTERS) return;
    const stored: Stored = { searched: this.#words.sum(), seen: seen.facts(), answer };
    writeCached(this.#folder, this.#name, FORMAT, [Buffer.from(JSON.stringify(stored))]);
  }
}
