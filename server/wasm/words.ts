/**
 * Reads the words of a C file, in WebAssembly: sixteen bytes at a time, a file of the kernel takes about as long as reading it.
 * AssemblyScript; scripts/build.mjs compiles it to dist/words.wasm. server/src/host/words/scanner.ts is its other side.
 *
 * A word is a run of ASCII letters, digits and underscores. All addresses are offsets in the module's memory.
 */

import {
  afterBlanks,
  afterWord,
  BACKSLASH,
  BLOCK,
  CLOSE,
  CLOSE_ANGLE,
  DOT,
  equal64,
  finish,
  hash,
  isWord,
  LOWER_C,
  LOWER_H,
  MINUS,
  NEWLINE,
  NINE,
  OPEN,
  OPEN_ANGLE,
  QUOTE,
  SLASH,
  SPACE,
  SPREAD,
} from './text';

export { definitions } from './definitions';
export { hash } from './text';

/** `define`, in two parts, and `#define(`, as they are loaded. */
const DEFI: u32 = 0x69666564;
const NE: u16 = 0x656e;
const MEMBER_MACRO: u64 = ((<u64>0x28656e69) << 32) | 0x66656423;

/** One bit for each of sixteen bytes: whether it can stand in a word. */
function words16(at: usize): u64 {
  const bytes = v128.load(at);
  const lower = v128.or(bytes, i8x16.splat(0x20));
  const letter = i8x16.le_u(i8x16.sub(lower, i8x16.splat(97)), i8x16.splat(25));
  const digit = i8x16.le_u(i8x16.sub(bytes, i8x16.splat(48)), i8x16.splat(9));
  const underscore = i8x16.eq(bytes, i8x16.splat(95));
  return <u64>(<u32>i8x16.bitmask(v128.or(v128.or(letter, digit), underscore)));
}

function words64(at: usize): u64 {
  return words16(at) | (words16(at + 16) << 16) | (words16(at + 32) << 32) | (words16(at + 48) << 48);
}

/** Four bits of a lane, by six bits of a hash each. */
function fourBits(bits: u64): u64 {
  return (
    ((<u64>1) << (bits & 63)) |
    ((<u64>1) << ((bits >> 6) & 63)) |
    ((<u64>1) << ((bits >> 12) & 63)) |
    ((<u64>1) << ((bits >> 18) & 63))
  );
}

/** Sets a word's eight bits: four in each of two lanes of 64 bits. */
function mark(lanes: usize, count: u64, sum: u64): void {
  const spread = sum * SPREAD;
  const first = lanes + <usize>((((sum & 0xffffffff) * count) >> 32) << 3);
  const second = lanes + <usize>((((spread >> 32) * count) >> 32) << 3);
  store<u64>(first, load<u64>(first) | fourBits(sum >> 32));
  store<u64>(second, load<u64>(second) | fourBits(spread >> 8));
}

/** Whether the word is followed by a parenthesis, and its line starts with a word in column 0: a function's head looks so. */
function isHead(line: usize, end: usize, textEnd: usize): bool {
  let after = end;
  while (after < textEnd && load<u8>(after) <= SPACE) after++;
  return after < textEnd && load<u8>(after) === OPEN && isWord(load<u8>(line));
}

/** Whether a one-letter word is the end of `#include "x.c"`, or of another letter: what stands before the quote. */
function isIncluded(at: usize, letter: u8): bool {
  if (load<u8>(at) !== letter || load<u8>(at - 1) !== DOT) return false;
  const next = load<u8>(at + 1);
  return next === QUOTE || next === CLOSE_ANGLE;
}

/** As much of a name is looked at. */
const MAX_NAME: usize = 255;

/** Where the name of a file begins that ends at an address, without its folder. */
function nameStart(end: usize, text: usize): usize {
  let at = end;
  const first = end - text > MAX_NAME ? end - MAX_NAME : text;
  while (at > first) {
    const byte = load<u8>(at - 1);
    if (byte === SLASH || byte === QUOTE || byte === OPEN_ANGLE || byte === NEWLINE) break;
    at--;
  }
  return at;
}

/** What the end of an include counts as: `.c"` of a source, and of a header its name without its folder, `x.h`. */
function markIncluded(word: usize, text: usize, lanes: usize, count: u32): void {
  if (isIncluded(word, LOWER_C)) mark(lanes, count, hash(word - 1, 3));
  else if (isIncluded(word, LOWER_H)) {
    const start = nameStart(word, text);
    mark(lanes, count, hash(start, <i32>(word + 1 - start)));
  }
}

function isDefine(word: usize, size: i32): bool {
  return size === 6 && load<u32>(word) === DEFI && load<u16>(word + 4) === NE;
}

/** Whether a call of the member follows that stands behind an arrow or a dot: `hook(`, `hook)(`. */
function isCalled(from: usize, textEnd: usize): bool {
  const start = afterBlanks(from, textEnd);
  const end = afterWord(start, textEnd);
  if (end === start) return false;
  let at = afterBlanks(end, textEnd);
  if (at < textEnd && load<u8>(at) === CLOSE) at = afterBlanks(at + 1, textEnd);
  return at < textEnd && load<u8>(at) === OPEN;
}

/** Whether a word is among the first ones of a macro's parameters, which begin at an address. */
function isParameter(params: usize, word: usize, size: usize, textEnd: usize): bool {
  const last = textEnd - params > MAX_NAME ? params + MAX_NAME : textEnd;
  for (let at = params + 1; at < last && load<u8>(at) !== CLOSE; at++) {
    const end = afterWord(at, textEnd);
    if (end - at === size && memory.compare(at, word, size) === 0) return true;
    if (end > at) at = end - 1;
  }
  return false;
}

/** Whether a macro ends with the member behind an arrow or a dot, and that is what one of its parameters names: `((s)->ops->hook)`. */
function isCallee(params: usize, from: usize, textEnd: usize): bool {
  const start = afterBlanks(from, textEnd);
  const end = afterWord(start, textEnd);
  let at = end;
  while (at < textEnd && (load<u8>(at) === CLOSE || (load<u8>(at) !== NEWLINE && load<u8>(at) <= SPACE))) at++;
  if (end === start || (at < textEnd && load<u8>(at) !== NEWLINE)) return false;
  return isParameter(params, start, end - start, textEnd);
}

/** Where the macro ends whose parameters begin at an address, when its body calls no member and is none to be called; 0 when it does. */
function endUncalled(from: usize, textEnd: usize): usize {
  for (let at = from; at < textEnd; at++) {
    const byte = load<u8>(at);
    if (byte === NEWLINE && load<u8>(at - 1) !== BACKSLASH && load<u8>(at - 2) !== BACKSLASH) return at;
    const isArrow = byte === MINUS && load<u8>(at + 1) === CLOSE_ANGLE;
    if (byte !== DOT && !isArrow) continue;
    const member = at + (isArrow ? 2 : 1);
    if (isCalled(member, textEnd) || isCallee(from, member, textEnd)) return 0;
  }
  return textEnd;
}

/**
 * Reads a text, which 128 zero bytes follow. Every word sets its bits in `count` lanes at `lanes`, which start as zero; the
 * low halves of the hashes of words that look like a function's head are written to `heads`. Answers the number of heads. A macro
 * with parameters that calls a member, or is one that they name, counts as the word `#define(`, and an include as `.c"`, or as the name of the header.
 */
export function scan(text: usize, length: i32, lanes: usize, count: u32, heads: usize): i32 {
  const textEnd = text + length;
  let found = 0;
  let start: usize = 0;
  let line = text;
  // Whether the word before this one was `define`.
  let isDefined = false;
  // Macros up to there call no member: what looks like one inside of another is looked at with it. Behind the text when one does.
  let looked = text;
  for (let at = text; at <= textEnd; at += BLOCK) {
    const words = words64(at);
    const newlines = equal64(at, NEWLINE);
    let edges = words ^ ((words << 1) | (start !== 0 ? 1 : 0));
    while (edges !== 0) {
      const bit = ctz(edges);
      edges &= edges - 1;
      const here = at + <usize>bit;
      if (start === 0) {
        start = here;
        continue;
      }
      const first = start;
      const size = <i32>(here - first);
      start = 0;
      if (isDefined) {
        isDefined = false;
        if (here >= looked && load<u8>(here) === OPEN) {
          looked = endUncalled(here, textEnd);
          if (looked === 0) {
            mark(lanes, count, finish(MEMBER_MACRO * SPREAD, 8));
            looked = textEnd + 1;
          }
        }
      }
      if (size === 1) {
        markIncluded(first, text, lanes, count);
        continue;
      }
      // A number: it stands in nobody's search.
      if (load<u8>(first) <= NINE) continue;
      const sum = hash(first, size);
      mark(lanes, count, sum);
      isDefined = isDefine(first, size);
      if (load<u8>(here) > OPEN) continue;
      // The line of the word is that of its end: no word has a newline in it.
      const before = newlines & (((<u64>1) << bit) - 1);
      const lineStart = before !== 0 ? at + <usize>(63 - clz(before)) + 1 : line;
      if (isHead(lineStart, here, textEnd)) {
        store<u32>(heads + ((<usize>found) << 2), <u32>sum);
        found++;
      }
    }
    if (newlines !== 0) line = at + <usize>(63 - clz(newlines)) + 1;
  }
  return found;
}
