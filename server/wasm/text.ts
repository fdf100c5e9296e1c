/** What the readers of words.wasm share: bytes, blanks and words of a text, and their hashes. */

export const BLOCK: i32 = 64;

export const NEWLINE: u8 = 10;
export const SPACE: u8 = 32;
export const QUOTE: u8 = 34;
export const OPEN: u8 = 40;
export const CLOSE: u8 = 41;
export const MINUS: u8 = 45;
export const DOT: u8 = 46;
export const SLASH: u8 = 47;
export const NINE: u8 = 57;
export const SEMICOLON: u8 = 59;
export const OPEN_ANGLE: u8 = 60;
export const CLOSE_ANGLE: u8 = 62;
export const BACKSLASH: u8 = 92;
export const LOWER_C: u8 = 99;
export const LOWER_H: u8 = 104;
export const OPEN_BRACE: u8 = 123;
export const CLOSE_BRACE: u8 = 125;
/** A blank that does not break lines, in Latin-1. */
const NO_BREAK: u8 = 160;

/** Odd constants without a pattern, to spread bits by multiplication. */
export const SPREAD: u64 = ((<u64>0x9e3779b9) << 32) | 0x7f4a7c15;
const FINISH: u64 = ((<u64>0xd6e8feb8) << 32) | 0x6659fd93;

/** One bit for each of sixteen bytes: whether it is that one. */
function equal16(at: usize, byte: u8): u64 {
  return <u64>(<u32>i8x16.bitmask(i8x16.eq(v128.load(at), i8x16.splat(<i8>byte))));
}

export function equal64(at: usize, byte: u8): u64 {
  return (
    equal16(at, byte) | (equal16(at + 16, byte) << 16) | (equal16(at + 32, byte) << 32) | (equal16(at + 48, byte) << 48)
  );
}

/** The hash of the `length` bytes at an address; at least eight bytes from there on can be read. */
export function hash(at: usize, length: i32): u64 {
  let sum: u64;
  if (length <= 8) {
    sum = (load<u64>(at) & (~(<u64>0) >> ((<u64>(8 - length)) << 3))) * SPREAD;
  } else {
    sum = load<u64>(at) * SPREAD;
    for (let i = 8; i + 8 < length; i += 8) sum = (rotl<u64>(sum, 29) ^ load<u64>(at + i)) * SPREAD;
    sum = (rotl<u64>(sum, 29) ^ load<u64>(at + length - 8)) * SPREAD;
  }
  return finish(sum, length);
}

export function finish(sum: u64, length: i32): u64 {
  const spread = (sum ^ <u64>length) * FINISH;
  return spread ^ (spread >> 32);
}

export function isWord(byte: u8): bool {
  const lower = byte | 0x20;
  return (lower >= 97 && lower <= 122) || (byte >= 48 && byte <= 57) || byte === 95;
}

export function isBlank(byte: u8): bool {
  return byte <= SPACE || byte === NO_BREAK;
}

export function afterBlanks(from: usize, textEnd: usize): usize {
  let at = from;
  while (at < textEnd && isBlank(load<u8>(at))) at++;
  return at;
}

export function afterWord(from: usize, textEnd: usize): usize {
  let at = from;
  while (at < textEnd && isWord(load<u8>(at))) at++;
  return at;
}
