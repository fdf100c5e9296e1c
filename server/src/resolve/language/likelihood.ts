/** How likely what stands under the condition of an `#if` is to be there: zero for what is certain to be, else less. */
import { largest } from '../../base/extremes.ts';

/** What an ordinary 64-bit configuration does not have: data. */
const OFF = new Set(
  (
    'CONFIG_HIGHMEM CONFIG_HIGHPTE CONFIG_32BIT CONFIG_X86_32 CONFIG_GUP_GET_PXX_LOW_HIGH CONFIG_PREEMPT_RT ' +
    'CONFIG_KASAN CONFIG_KMSAN CONFIG_KCSAN CONFIG_DEBUG_VM CONFIG_HAVE_MEMORYLESS_NODES CONFIG_CPU_BIG_ENDIAN ' +
    'LAST_CPUPID_NOT_IN_PAGE_FLAGS __PAGETABLE_PMD_FOLDED __PAGETABLE_PUD_FOLDED ' +
    '__PAGETABLE_P4D_FOLDED __HAVE_COLOR_ZERO_PAGE'
  ).split(' '),
);

/** Whether an ordinary configuration has a macro; null for one that it says nothing of. */
export function isOrdinary(name: string): boolean | null {
  if (OFF.has(name)) return false;
  return name === '__KERNEL__' || name.startsWith('CONFIG_') || null;
}

/** What is known of the macros that a condition names. */
export interface Ordinary {
  /** Whether an ordinary configuration has the macro; null where that is not known. */
  readonly has: (name: string) => boolean | null;
  /** The number that a macro stands for; null where none is known. */
  readonly number: (name: string) => number | null;
}

/** What an ordinary configuration sets alone: of macros that the code defines nothing is known. */
export const BUILD: Ordinary = { has: isOrdinary, number: () => null };

const TOKEN = /\|\||&&|[=!<>]=|[!<>()]|\w+|\S/g;

const COMPARED: ReadonlyMap<string, (left: number, right: number) => boolean> = new Map([
  ['==', (left, right) => left === right],
  ['!=', (left, right) => left !== right],
  ['<', (left, right) => left < right],
  ['>', (left, right) => left > right],
  ['<=', (left, right) => left <= right],
  ['>=', (left, right) => left >= right],
]);

/** How deep parentheses and signs are followed. */
const MAX_DEPTH = 60;

/** What speaks against a condition, by the number of its parts that an ordinary configuration does not have. */
export function likelihood(condition: string | null, known: Ordinary): number {
  return condition === null ? 0 : new Reading(condition, known).whole();
}

/** A condition while it is read. `holds` is false behind a `!`, where "and" and "or" change places. */
class Reading {
  readonly #tokens: readonly string[];
  readonly #known: Ordinary;
  #at = 0;
  #depth = 0;

  constructor(text: string, known: Ordinary) {
    this.#tokens = text.match(TOKEN) ?? [];
    this.#known = known;
  }

  whole(): number {
    return this.#either(true);
  }

  #either(holds: boolean): number {
    const parts = [this.#all(holds)];
    while (this.#took('||')) parts.push(this.#all(holds));
    return holds ? largest(parts) : sum(parts);
  }

  #all(holds: boolean): number {
    const parts = [this.#one(holds)];
    while (this.#took('&&')) parts.push(this.#one(holds));
    return holds ? sum(parts) : largest(parts);
  }

  #one(holds: boolean): number {
    if (this.#depth >= MAX_DEPTH) return 0;
    this.#depth++;
    const rank = this.#took('!') ? this.#one(!holds) : this.#inner(holds);
    this.#depth--;
    return rank;
  }

  #inner(holds: boolean): number {
    if (this.#took('(')) {
      const rank = this.#either(holds);
      this.#took(')');
      return rank;
    }
    const name = this.#tokens[this.#at] ?? '';
    const first = this.#at;
    this.#pastOperand();
    // Of what is computed, `A % B` and `VERSION(1, 2)`, nothing is known.
    const [compare, other] = [COMPARED.get(this.#tokens[first + 1] ?? ''), this.#tokens[first + 2] ?? ''];
    if (!/^\w/.test(name) || this.#at - first > (compare ? 3 : 1)) return 0;
    const [left, right] = compare ? [this.#number(name), this.#number(other)] : [null, null];
    const isThere = compare && left !== null && right !== null ? compare(left, right) : this.#has(name);
    return isThere === null || isThere === holds ? 0 : -1;
  }

  /** Goes on to the next `&&`, `||` or closing parenthesis. */
  #pastOperand(): void {
    for (let depth = 0; this.#at < this.#tokens.length; this.#at++) {
      const token = this.#tokens[this.#at] ?? '';
      if (depth === 0 && /^(?:\)|&&|\|\|)$/.test(token)) return;
      if (token === '(') depth++;
      else if (token === ')') depth--;
    }
  }

  #number(word: string): number | null {
    const [digits] = /^(?:0[xX][\da-fA-F]+|\d+)/.exec(word) ?? [];
    return digits === undefined ? this.#known.number(word) : Number(digits);
  }

  /** Whether a name is there; a number is what it says. */
  #has(word: string): boolean | null {
    return /^\d/.test(word) ? this.#number(word) !== 0 : this.#known.has(word);
  }

  #took(token: string): boolean {
    if (this.#tokens[this.#at] !== token) return false;
    this.#at++;
    return true;
  }
}

function sum(parts: readonly number[]): number {
  return parts.reduce((all, each) => all + each, 0);
}
