/** Finds who defines which type, for words.wasm. */
import { afterWord, BLOCK, CLOSE_BRACE, equal64, hash, isBlank, isWord, OPEN_BRACE, SEMICOLON } from './text';

const LOWER_T: u8 = 116;
const LOWER_Y: u8 = 121;

/** `struct`, `union`, `enum` and `typedef`, as they are loaded. */
const STRUCT: u64 = ((<u64>0x7463) << 32) | 0x75727473;
const UNION: u64 = ((<u64>0x6e) << 32) | 0x6f696e75;
const ENUM: u64 = 0x6d756e65;
const TYPEDEF: u64 = ((<u64>0x666564) << 32) | 0x65707974;

function isTagWord(from: usize, end: usize): bool {
  const length = <i32>(end - from);
  if (length < 4 || length > 6) return false;
  const word = load<u64>(from) & (~(<u64>0) >> ((<u64>(8 - length)) << 3));
  return word === STRUCT || word === UNION || word === ENUM;
}

function beforeBlanks(text: usize, from: usize): usize {
  let at = from;
  while (at > text && isBlank(load<u8>(at - 1))) at--;
  return at;
}

function beforeWord(text: usize, from: usize): usize {
  let at = from;
  while (at > text && isWord(load<u8>(at - 1))) at--;
  return at;
}

/** Writes the hash of the struct, union or enum that a brace defines; answers how many it defines. */
function defineTag(text: usize, brace: usize, to: usize): i32 {
  const end = beforeBlanks(text, brace);
  const start = beforeWord(text, end);
  const otherEnd = beforeBlanks(text, start);
  const other = beforeWord(text, otherEnd);
  if (start === end || other === otherEnd || otherEnd === start) return 0;
  if (!isTagWord(other, otherEnd)) {
    const tagEnd = beforeBlanks(text, other);
    if (tagEnd === other || !isTagWord(beforeWord(text, tagEnd), tagEnd)) return 0;
  }
  return defineAll(start, end, to);
}

/** Writes the hash of the last of the words behind a closing brace, where nothing else stands in front of an end; answers how many. */
function defineBehindBrace(text: usize, end: usize, to: usize): i32 {
  const nameEnd = beforeBlanks(text, end);
  const name = beforeWord(text, nameEnd);
  let at = name;
  while (at > text && (isBlank(load<u8>(at - 1)) || isWord(load<u8>(at - 1)))) at--;
  return at > text && load<u8>(at - 1) === CLOSE_BRACE ? defineAll(name, nameEnd, to) : 0;
}

/** Whether the word `typedef` is at an address. */
function isTypedef(text: usize, at: usize): bool {
  return (
    (load<u64>(at) & (~(<u64>0) >> 8)) === TYPEDEF &&
    !isWord(load<u8>(at + 7)) &&
    (at === text || !isWord(load<u8>(at - 1)))
  );
}

/** Where the first semicolon or brace is. */
function endOfTypedef(from: usize, textEnd: usize): usize {
  let at = from;
  while (at < textEnd) {
    const byte = load<u8>(at);
    if (byte === SEMICOLON || byte === OPEN_BRACE || byte === CLOSE_BRACE) break;
    at++;
  }
  return at;
}

/** Writes the hashes of all words between two addresses; answers how many. */
function defineAll(from: usize, end: usize, to: usize): i32 {
  let found = 0;
  let at = from;
  while (at < end) {
    const past = afterWord(at, end);
    if (past > at) {
      store<u32>(to + ((<usize>found) << 2), <u32>hash(at, <i32>(past - at)));
      found++;
    }
    at = past + 1;
  }
  return found;
}

/**
 * Reads a text as `scan` does. The low halves of the hashes of names that look like those of defined types are written to `names`;
 * answers how many. All that `definitionOf` finds is among them, but for `} name;` in a file without a typedef.
 */
export function definitions(text: usize, length: i32, names: usize): i32 {
  const textEnd = text + length;
  let found = 0;
  let hasTypedef = false;
  // Where the last typedef ends, or its first brace is: one in front of that adds nothing.
  let typedefEnd = text;
  for (let at = text; at < textEnd; at += BLOCK) {
    let marks = equal64(at, OPEN_BRACE) | (equal64(at, LOWER_T) & equal64(at + 1, LOWER_Y));
    if (hasTypedef) marks |= equal64(at, SEMICOLON);
    for (; marks !== 0; marks &= marks - 1) {
      const here = at + <usize>ctz(marks);
      const byte = load<u8>(here);
      const to = names + ((<usize>found) << 2);
      if (byte === OPEN_BRACE) found += defineTag(text, here, to);
      else if (byte === SEMICOLON) found += defineBehindBrace(text, here, to);
      else if (here >= typedefEnd && isTypedef(text, here)) {
        if (!hasTypedef) marks |= equal64(at, SEMICOLON) & (~(<u64>0) << ctz(marks));
        hasTypedef = true;
        typedefEnd = endOfTypedef(here, textEnd);
        if (load<u8>(typedefEnd) === SEMICOLON) found += defineAll(here + 7, typedefEnd, to);
      }
    }
  }
  return found;
}
