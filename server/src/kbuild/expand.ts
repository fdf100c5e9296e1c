/** Expands makefile text to words, with the conditions under which each is there. */

import { comesTo, cut, refuse, spend } from './bounds.ts';
import { FUNCTIONS } from './functions.ts';
import { ALWAYS, and } from './guard.ts';
import { closing, findOutside, isSpace, substitute } from './scan.ts';
import { type Deferred, further, type Origin, placeOf, type Scope } from './scope.ts';
import { type Alternative, areExclusive, plainText, under, type Word, whenNone, writtenAt } from './words.ts';

/** References nested deeper than this come to nothing: `$(if $(if ...))`, or variables in variables. Kernels have 6. */
const DEEPEST = 80;
const DOLLAR = 36;
let depth = 0;

/** The words that a text comes to. */
export function expand(text: string, scope: Scope, origin: Origin): Word[] {
  spend(text.length);
  if (depth >= DEEPEST) {
    cut('a reference', `${DEEPEST} within one another`, placeOf(origin));
    return [];
  }
  depth++;
  try {
    return expanded(text, scope, origin);
  } finally {
    depth--;
  }
}

function expanded(text: string, scope: Scope, origin: Origin): Word[] {
  const builder = new WordBuilder();
  let i = 0;
  while (i < text.length) {
    const code = text.charCodeAt(i);
    if (isSpace(code)) {
      builder.end();
      i++;
    } else if (code === DOLLAR && text.charCodeAt(i + 1) !== DOLLAR) {
      const start = i;
      const open = text[i + 1];
      i = open === '(' || open === '{' ? closing(text, i + 1) : i + 2;
      const inner = i - start > 3 ? text.slice(start + 2, i - 1) : '';
      builder.words(reference(inner, scope, further(origin, start + 2)), !isSpace(text.charCodeAt(i)));
    } else {
      // `$$` stands for one dollar sign.
      const start = code === DOLLAR ? i + 1 : i;
      i = endOfLiteral(text, start + 1);
      builder.text(text.slice(start, i), further(origin, start));
    }
  }
  builder.end();
  return builder.result;
}

function endOfLiteral(text: string, from: number): number {
  let i = from;
  for (; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === DOLLAR || isSpace(code)) break;
  }
  return i;
}

/** Puts words together from literal text and from what references come to. */
class WordBuilder {
  readonly result: Word[] = [];
  #open: readonly Alternative[] = [];
  #at: Word['at'] | null = null;

  text(text: string, origin: Origin): void {
    this.#at ??= placeOf(origin);
    this.#open =
      this.#open.length === 0
        ? [{ text, guard: ALWAYS }]
        : this.#open.map((each) => ({ text: each.text + text, guard: each.guard }));
  }

  /** What a reference came to; `glued` when more text follows without a space. */
  words(words: readonly Word[], glued: boolean): void {
    const [first] = words;
    if (first === undefined) return;
    spend(words.length);
    if (this.#open.length === 0 && !glued) {
      for (const word of words) this.result.push(word);
    } else if (areExclusive(words)) {
      this.#at ??= first.at;
      const absent = whenNone(words);
      this.#open = product(this.#open, absent.length > 0 ? [...words, { text: '', guard: absent }] : words);
    } else {
      this.#list(words, glued);
    }
  }

  end(): void {
    for (const { text, guard } of this.#open) {
      if (text !== '' && this.#at !== null) this.result.push({ text, guard, at: this.#at });
    }
    this.#open = [];
    this.#at = null;
  }

  /** Several words amid text: the first is glued to what is before, the last to what follows. */
  #list(words: readonly Word[], glued: boolean): void {
    words.forEach((word, index) => {
      if (index > 0) this.end();
      this.#at ??= word.at;
      this.#open = product(this.#open, [word]);
    });
    if (!glued) this.end();
  }
}

function product(left: readonly Alternative[], right: readonly Alternative[]): Alternative[] {
  spend(left.length * right.length);
  if (left.length === 0) return right.map(({ text, guard }) => ({ text, guard }));
  const result: Alternative[] = [];
  for (const a of left) {
    for (const b of right) {
      const guard = and(a.guard, b.guard);
      spend(a.text.length + b.text.length);
      if (guard.length > 0) result.push({ text: a.text + b.text, guard });
    }
  }
  return result;
}

/** What stands between the brackets of `$(...)`: a function call, a substitution or a variable. */
function reference(inner: string, scope: Scope, origin: Origin): readonly Word[] {
  const call = /^([a-z-]+)[ \t]+/.exec(inner);
  const run = call === null ? undefined : FUNCTIONS.get(call[1] ?? '');
  if (call !== null && run !== undefined) {
    return run(inner.slice(call[0].length), scope, further(origin, call[0].length), {
      expand,
      called: (name, within, at) => wordsOf(name, within, at, true),
    });
  }
  const colon = findOutside(inner, ':');
  const equals = colon < 0 ? -1 : inner.indexOf('=', colon);
  if (equals > 0) return substitution(inner, colon, equals, scope, origin);
  if (!inner.includes('$')) return writtenAt(placeOf(origin), variableWords(inner, scope, origin));
  const names = expand(inner, scope, origin);
  const values = names.flatMap((name) => under(variableWords(name.text, scope, origin), name.guard));
  return writtenAt(placeOf(origin), values);
}

/** `$(name:.o=.c)`. */
function substitution(inner: string, colon: number, equals: number, scope: Scope, origin: Origin): readonly Word[] {
  const before = plainText(expand(inner.slice(colon + 1, equals), scope, origin));
  const to = plainText(expand(inner.slice(equals + 1), scope, origin));
  const [pattern, replacement] = before.includes('%') ? [before, to] : [`%${before}`, `%${to}`];
  const words = reference(inner.slice(0, colon), scope, origin);
  return words.map((word) => {
    spend(word.text.length + replacement.length);
    return { ...word, text: substitute(pattern, replacement, word.text) };
  });
}

/** The words of a variable. */
export function variableWords(name: string, scope: Scope, origin: Origin): readonly Word[] {
  return wordsOf(name, scope, origin, false);
}

/** The words of a variable; one that is called may come to itself again. */
function wordsOf(name: string, scope: Scope, origin: Origin, called: boolean): readonly Word[] {
  const local = scope.local(name);
  if (local !== undefined) return local;
  const variable = scope.variable(name);
  if (variable === undefined) return scope.surroundings.provided(name, placeOf(origin));
  const [only] = variable.pieces;
  if (only !== undefined && variable.pieces.length === 1 && !('text' in only)) return only;
  return variable.pieces.flatMap((piece) => ('text' in piece ? deferredWords(piece, scope, called) : piece));
}

/** The text of a variable that is being expanded; a second time within itself it has no end, and make gives up. */
const underWay = new Set<Deferred>();

function deferredWords(piece: Deferred, scope: Scope, called: boolean): readonly Word[] {
  const again = underWay.has(piece);
  if (again && !called) {
    refuse('a variable that refers to itself', 'one expansion', placeOf(piece.origin));
    return [];
  }
  comesTo(() => placeOf(piece.origin));
  underWay.add(piece);
  try {
    return under(expand(piece.text, scope, piece.origin), piece.guard);
  } finally {
    if (!again) underWay.delete(piece);
  }
}
