/**
 * What reading makefiles and Kconfig may take. Every piece of work is paid for in steps (a letter, a word, a term of a
 * condition), out of what the text that was read allows for and of a reserve that the whole tree shares: so time grows
 * with the size of what is read, and with nothing else.
 *
 * The bounds are set from what Linux 6.1 to 7.3 take, named with each: several times the most of them.
 */
import { BeyondBound, contained } from '../base/contain.ts';
import type { Gap } from '../model/gaps.ts';
import type { Line } from './reader.ts';

/** Steps for each letter read. Makefiles of more than 10,000 letters take 1.4 in a kernel. */
const STEPS_A_LETTER = 5;
/** Steps that one question may draw from the reserve. The most that a makefile takes is 330,000, arch/mips in 6.1. */
const MOST_DRAWN = 3_000_000;
/** What all questions of a tree share. A whole kernel draws 1,000,000. */
const RESERVE = 30_000_000;
/** So many steps are drawn at a time. */
const PORTION = 20_000;
/** The same text in more folders than this allows for no more: links may lead to one makefile by endless many ways. */
const MOST_ALIKE = 64;

/** What all accounts of one tree draw from. */
export class Reserve {
  #left = RESERVE;
  /** How often a text was read, by a number made of its letters: the texts themselves would hold a lot of memory. */
  readonly #texts = new Map<number, number>();

  /** Up to as many steps as wanted. */
  draw(wanted: number): number {
    const given = Math.min(wanted, this.#left);
    this.#left -= given;
    return given;
  }

  giveBack(steps: number): void {
    this.#left += steps;
  }

  /** The steps that a text allows for. */
  allowance(text: string): number {
    const key = numberOf(text);
    const times = (this.#texts.get(key) ?? 0) + 1;
    this.#texts.set(key, times);
    return times > MOST_ALIKE ? 0 : text.length * STEPS_A_LETTER;
  }
}

function numberOf(text: string): number {
  let number = text.length;
  for (let i = 0; i < text.length; i++) number = Math.imul(number ^ text.charCodeAt(i), 0x01000193);
  return number;
}

/** Where work is, or how to find out, which few ever ask. */
type Place = Line | null | (() => Line);

/** The steps of one piece of work, and what of it was cut. */
export class Account {
  readonly gaps: Gap[] = [];
  /** What make or Kconfig refuses: told, and nothing is lost with it that any build would have. */
  readonly refused: Gap[] = [];
  /** How often something was cut, or found to have been. */
  told = 0;
  latest: Gap | null = null;
  /** Where the work is, should it have to end here. */
  at: Place = null;
  readonly #what: string;
  readonly #reserve: Reserve;
  /** Made when it is needed: most questions read nothing. */
  #read: Set<string> | null = null;
  #own: number;
  #left: number;
  #drawable = MOST_DRAWN;
  #drawn = 0;

  /** `what` is the work's name for a reader; `own` are steps that it has without drawing any. */
  constructor(what: string, reserve: Reserve, own = 0) {
    this.#what = what;
    this.#reserve = reserve;
    this.#own = own;
    this.#left = own;
  }

  /** The steps that it has without drawing any. */
  get own(): number {
    return this.#own;
  }

  /** A text is read: it allows for more steps, the first time. */
  reads(path: string, text: string): void {
    this.#read ??= new Set();
    if (this.#read.has(path)) return;
    this.#read.add(path);
    const allowed = this.#reserve.allowance(text);
    this.#own += allowed;
    this.#left += allowed;
  }

  spend(steps: number): void {
    this.#left -= steps;
    if (this.#left < 0) this.#draw();
  }

  #draw(): void {
    const given = this.#reserve.draw(Math.min(this.#drawable, PORTION - this.#left));
    this.#drawable -= given;
    this.#drawn += given;
    this.#left += given;
    if (this.#left < 0) throw new BeyondBound(this.#bound());
  }

  #bound(): string {
    return `${(this.#own + this.#drawn).toLocaleString('en-GB')} steps`;
  }

  /** The work goes on without this. */
  cut(what: string, bound: string, at = this.place): void {
    this.tell({ k: 'cut', what, bound, file: at?.file ?? null, line: at?.line ?? null });
  }

  get place(): Line | null {
    return typeof this.at === 'function' ? this.at() : this.at;
  }

  tell(gap: Gap): void {
    this.told++;
    this.latest = gap;
    if (!this.gaps.includes(gap)) this.gaps.push(gap);
  }

  /** The work ends before its end. */
  stop(reason: string): void {
    const at = this.place;
    if (this.#left < 0) this.cut(this.#what, this.#bound(), at);
    else this.tell({ k: 'lost', what: this.#what, reason, file: at?.file ?? null, line: at?.line ?? null });
  }

  /** What was drawn and not needed goes back. */
  close(): void {
    const unused = Math.min(this.#drawn, Math.max(0, this.#left));
    this.#reserve.giveBack(unused);
    this.#left -= unused;
    this.#drawn -= unused;
    this.#drawable += unused;
  }
}

/** Whose steps are counted; the work is done in one go, so there is one at a time. */
let current: Account | null = null;

/** Does work on an account; null where it had to end before its end. */
export function accounted<T>(account: Account, work: () => T): T | null {
  const outer = current;
  current = account;
  try {
    return contained(work, (reason) => {
      account.stop(reason);
      return null;
    });
  } finally {
    current = outer;
    account.close();
  }
}

/** Pays for a piece of the work under way; ends it where there is nothing left to pay with. */
export function spend(steps: number): void {
  current?.spend(steps);
}

/** What a cut costs: places that are told of have to be few, too. */
const A_CUT = 1000;

/** The work under way goes on without this. */
export function cut(what: string, bound: string, at?: Line | null): void {
  current?.cut(what, bound, at);
  spend(A_CUT);
}

/** The work under way goes on without this, as no build could go on with it. */
export function refuse(what: string, bound: string, at = current?.place ?? null): void {
  current?.refused.push({ k: 'cut', what, bound, file: at?.file ?? null, line: at?.line ?? null });
  spend(A_CUT);
}

/** The work under way goes on without this. */
export function lacks(gap: Gap): void {
  current?.tell(gap);
}

/** A result that is kept; whoever takes it goes without what it went without. */
export type Kept<T> = T | Lacking<T>;

/** A result on the way to which something was cut. */
class Lacking<T> {
  readonly value: T;
  readonly gap: Gap;

  constructor(value: T, gap: Gap) {
    this.value = value;
    this.gap = gap;
  }
}

/** How much has been cut so far; for `keep`, when there is a result. */
export function cuts(): number {
  return current?.told ?? 0;
}

/** A result to be kept, of work that started when so much had been cut. */
export function keep<T>(value: T, start: number): Kept<T> {
  const gap = since(start);
  return gap === null ? value : new Lacking(value, gap);
}

/** What was cut since so much had been; null for nothing. */
export function since(start: number): Gap | null {
  return current !== null && current.told > start ? current.latest : null;
}

/** A result for want of a better one. */
export function lacking<T>(value: T, gap: Gap): Kept<T> {
  return new Lacking(value, gap);
}

/** A result that was kept. */
export function taken<T>(result: Kept<T>): T {
  if (!(result instanceof Lacking)) return result;
  lacks(result.gap);
  return result.value;
}

/** The work under way is here. */
export function comesTo(at: Place): void {
  if (current !== null) current.at = at;
}

/** The work under way has read a text. */
export function reads(path: string, text: string): void {
  current?.reads(path, text);
}
