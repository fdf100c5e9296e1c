/** Answers of the command, for the same question to the same tree: nothing has to be parsed for them. */
import { cacheName, readCached, writeCached } from './cache-folder.ts';
import { isReadSet, isUnchanged, type ReadSet, type ReadSetFacts } from './read-set.ts';
import { isCount, isRecord, parsed } from './shapes.ts';
import type { WordIndex } from './words/index.ts';

const FORMAT = 'opscope-answer-3';

/** An answer above this is quicker made than kept. */
export const MAX_LETTERS = 8 * 1024 * 1024;

/** What a command printed. */
export interface Answer {
  readonly out: string;
  readonly err: string;
  readonly code: number;
}

/** What a command has printed so far, for as long as that is little enough to be kept: memory does not grow with the answer. */
export class Told {
  #printed: Omit<Answer, 'code'> | null = { out: '', err: '' };

  add(where: 'out' | 'err', text: string): void {
    if (!this.#printed) return;
    const { out, err } = this.#printed;
    const isLong = out.length + err.length + text.length > MAX_LETTERS;
    this.#printed = isLong ? null : { ...this.#printed, [where]: this.#printed[where] + text };
  }

  /** All of it, with how the command ended; null when it was too much. */
  answer(code: number): Answer | null {
    return this.#printed && { ...this.#printed, code };
  }
}

/** What an answer was made from, of one tree. */
interface From {
  /** The files that were searched, and their stamps. */
  readonly searched: string;
  /** What was read besides. */
  readonly reads: ReadSetFacts;
}

interface Stored {
  /** What was asked: the name of a file is a checksum of it, and files can be renamed. */
  readonly question: string;
  /** Each tree, in the order of the question. */
  readonly from: readonly From[];
  readonly answer: Answer;
}

/** One question, asked of one tree or of several. */
export class CachedAnswer {
  readonly #folder: string;
  readonly #question: string;
  readonly #trees: readonly WordIndex[];

  /** `question` is all that the answer depends on beside the trees: arguments, version, the kind of terminal. */
  constructor(folder: string, question: readonly unknown[], trees: readonly WordIndex[]) {
    this.#question = JSON.stringify([...trees.map(({ root, folders }) => [root, folders]), ...question]);
    this.#folder = folder;
    this.#trees = trees;
  }

  /** The answer of an earlier run, if nothing that it depends on has changed; else null. */
  find(): Answer | null {
    const bytes = readCached(this.#folder, cacheName(this.#question, 'answer'), FORMAT);
    const stored = parsed(bytes?.toString('utf8') ?? '');
    if (!isStored(stored) || stored.question !== this.#question) return null;
    const { from, answer } = stored;
    const isAsItWas = (words: WordIndex, i: number): boolean => {
      const was = from[i];
      return was !== undefined && was.searched === words.sum() && isUnchanged(words.files(), was.reads);
    };
    return this.#trees.every(isAsItWas) ? answer : null;
  }

  /** Keeps an answer, null where it was too long, by what was read of each tree for it. */
  store(answer: Answer | null, reads: readonly ReadSet[]): void {
    if (!answer || !reads.every(({ isWhole }) => isWhole)) return;
    const question = this.#question;
    const from = this.#trees.flatMap((words, i) => {
      const read = reads[i];
      return read ? { searched: words.sum(), reads: read.facts() } : [];
    });
    if (from.length < this.#trees.length) return;
    const stored: Stored = { question, from, answer };
    writeCached(this.#folder, cacheName(question, 'answer'), FORMAT, [Buffer.from(JSON.stringify(stored))]);
  }
}

function isStored(value: unknown): value is Stored {
  return (
    isRecord(value) &&
    typeof value['question'] === 'string' &&
    Array.isArray(value['from']) &&
    value['from'].every(isFrom) &&
    isAnswer(value['answer'])
  );
}

function isFrom(value: unknown): value is From {
  return isRecord(value) && typeof value['searched'] === 'string' && isReadSet(value['reads']);
}

function isAnswer(value: unknown): value is Answer {
  return (
    isRecord(value) && typeof value['out'] === 'string' && typeof value['err'] === 'string' && isCount(value['code'])
  );
}
