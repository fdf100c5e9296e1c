/** Answers of the command, for the same question to the same tree: nothing has to be parsed for them. */
import { cacheName, readCached, writeCached } from './cache-folder.ts';
import { isReadSet, isUnchanged, type ReadSet, type ReadSetFacts } from './read-set.ts';
import { isCount, isRecord, parsed } from './shapes.ts';
import type { WordIndex } from './words/index.ts';

const FORMAT = 'opscope-answer-2';

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

interface Stored {
  /** What was asked: the name of a file is a checksum of it, and files can be renamed. */
  readonly question: string;
  /** The files that were searched, and their stamps. */
  readonly searched: string;
  /** What was read besides. */
  readonly reads: ReadSetFacts;
  readonly answer: Answer;
}

/** One question, asked of one tree. */
export class CachedAnswer {
  readonly #folder: string;
  readonly #question: string;
  readonly #words: WordIndex;

  /** `question` is all that the answer depends on beside the tree: arguments, version, the kind of terminal. */
  constructor(folder: string, question: readonly unknown[], words: WordIndex) {
    this.#question = JSON.stringify([words.root, words.folders, ...question]);
    this.#folder = folder;
    this.#words = words;
  }

  /** The answer of an earlier run, if nothing that it depends on has changed; else null. */
  find(): Answer | null {
    const bytes = readCached(this.#folder, cacheName(this.#question, 'answer'), FORMAT);
    const stored = parsed(bytes?.toString('utf8') ?? '');
    if (!isStored(stored) || stored.question !== this.#question) return null;
    const { searched, reads, answer } = stored;
    return searched === this.#words.sum() && isUnchanged(this.#words.files(), reads) ? answer : null;
  }

  /** Keeps an answer; null where it was too long. */
  store(answer: Answer | null, reads: ReadSet): void {
    if (!answer || !reads.isWhole) return;
    const question = this.#question;
    const stored: Stored = { question, searched: this.#words.sum(), reads: reads.facts(), answer };
    writeCached(this.#folder, cacheName(question, 'answer'), FORMAT, [Buffer.from(JSON.stringify(stored))]);
  }
}

function isStored(value: unknown): value is Stored {
  return (
    isRecord(value) &&
    typeof value['question'] === 'string' &&
    typeof value['searched'] === 'string' &&
    isReadSet(value['reads']) &&
    isAnswer(value['answer'])
  );
}

function isAnswer(value: unknown): value is Answer {
  return (
    isRecord(value) && typeof value['out'] === 'string' && typeof value['err'] === 'string' && isCount(value['code'])
  );
}
