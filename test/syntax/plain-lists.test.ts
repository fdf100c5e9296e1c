import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { type CParser, loadParser } from '../../server/src/syntax/parser.ts';
import { plainList } from '../../server/src/syntax/plain-lists.ts';
import { parseRaw } from '../../server/src/syntax/raw.ts';
import { projectRoot } from '../harness/root.ts';
import { random } from '../robust/random.ts';

let parser: CParser;
before(async () => {
  const dist = join(projectRoot, 'dist');
  const grammar = readFileSync(join(dist, 'tree-sitter-c.wasm'));
  parser = await loadParser({ runtime: join(dist, 'web-tree-sitter.wasm'), grammar });
});

const HEAD = 'static const struct lamp lamps[] = ';

/** Whether a list is read as plain; what is made of it is what the parser makes, in either case. */
function isPlain(list: string): boolean {
  const text = `${HEAD}${list};`;
  assert.deepEqual(parseRaw(parser, text, HEAD.length), parseRaw(parser, text), list);
  return plainList(text, HEAD.length) !== null;
}

const PLAIN: readonly string[] = [
  '{}',
  '{ }',
  '{ 1, 0x1fUL, -2, +3, \'a\', \'\\n\', \'\\012\', "text", "two" "texts", NULL, true, FALSE, name, }',
  '{ .open = lamp_open, .inner.close = &lamp_close, [2].x[3] = -SIZE, [A + 1] = { .b = { 0 } } }',
  '{ A | B << 2 | C(1) & ~D, (A - 1) * 2, a[1].b->c(d, e)[f], x == y != z, 1 - -1, a - 1 }',
  '{ .data = (void *)&lamp, .next = (struct lamp **)0, .size = (unsigned long) SIZE, .c = (const char *)"x" }',
  '{ .value = (unsigned long)&(struct lamp) { .reg = 1 }, .list = &(lamp_t) { 1, 2 } }',
  '{ MACRO(a, "b", C | D), OTHER(MACRO()), (A) | (B), (1) + 2 }',
  '{\n\t{ "one", NULL, "two" },\n\t{ "three",\tNULL, "four" },\n}',
  '{ "\\x41\\"", "\u00e9" }',
];

const NOT_PLAIN: readonly string[] = [
  '{ a ? b : c }',
  '{ sizeof(x) }',
  '{ (a)(b) }',
  '{ (a) & b }',
  '{ (a)-1 }',
  '{ FIRST SECOND }',
  '{ "text" PRIu64 "x" }',
  '{ 0x1e-1 }',
  '{ 1.5 }',
  '{ [0 ... 3] = 1 }',
  '{ .a = b = c }',
  '{ .a = }',
  '{ 1, , 2 }',
  '{ f(a,) }',
  '{ a',
  '{ int }',
  '{ L"x" }',
  '{ ({ 1; }) }',
  '{ a++ }',
  '{ "new\nline" }',
];

/** A list of pieces that may or may not be one. */
function madeUp(next: () => number): string {
  const pick = (all: readonly string[]): string => all[Math.floor(next() * all.length)] ?? '';
  const pieces =
    '{ } ( ) [ ] , , , . -> = + - * & | << == ~ ! ? : ; a b NAME 1 0x2 -3 "t" \'c\' f( (u8) (struct s) (void *) .x= [1]= NULL int'.split(
      ' ',
    );
  const some = Array.from({ length: 1 + Math.floor(next() * 9) }, () => pick(pieces));
  return `{ ${some.join(pick(['', ' ', '\n']))} }`;
}

describe('initialiser lists that are read without the parser', () => {
  for (const list of PLAIN) it(`plain: ${list}`, () => assert.ok(isPlain(list)));
  for (const list of NOT_PLAIN) it(`not plain: ${list}`, () => assert.ok(!isPlain(list)));

  it('are what the parser makes of them, whatever they are', () => {
    const next = random(7);
    for (let i = 0; i < 4000; i++) isPlain(madeUp(next));
  });

  it('are plain to a depth', () => {
    const deep = (depth: number): string => `${'{'.repeat(depth)}${'}'.repeat(depth)}`;
    assert.ok(isPlain(deep(20)));
    assert.equal(plainList(deep(100_000), 0), null);
  });
});
