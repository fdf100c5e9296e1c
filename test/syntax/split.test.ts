import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { split } from '../../server/src/syntax/split.ts';

/** Checks the regions of a text, each as `kind name`, with a struct's tag behind where it is not the name. */
function check(text: string, ...expected: string[]): void {
  const { regions } = split(text);
  const got = regions.map(({ kind, name, tag }) => `${kind} ${name}${tag && tag !== name ? ` of ${tag}` : ''}`.trim());
  assert.deepEqual(got, expected);
  let end = 0;
  for (const region of regions) {
    assert.ok(region.start >= end && region.end > region.start && region.end <= text.length, 'regions overlap');
    end = region.end;
  }
}

/** Checks the condition of each branch. */
function checkBranches(text: string, ...expected: string[]): void {
  assert.deepEqual(
    split(text).branches.map((branch) => branch.condition),
    expected,
  );
}

describe('split: what a region is', () => {
  it('a function', () => check('static int f(int a)\n{\n\treturn a;\n}\n', 'function f'));
  it('a prototype', () => check('int f(int a);\nstruct foo *g(void);\n', 'prototype f', 'prototype g'));
  it('a type', () => check('struct foo {\n\tint a;\n};\n', 'type foo'));
  it('a type with an attribute', () => check('struct __packed foo {\n\tint a;\n};\n', 'type foo'));
  it('an object', () => check('static const struct foo bar = { .a = f, };\n', 'object bar'));
  it('an object without a value', () => check('static struct foo bar;\nint x[3];\n', 'object bar', 'object x'));
  it('an array of objects', () => check('struct foo bar[] = { { f }, { g } };\n', 'object bar'));
  it('a type and an object of it', () => check('static struct foo {\n\tint a;\n} bar;\n', 'object bar of foo'));
  it('a typedef', () =>
    check('typedef int (*fn_t)(int);\ntypedef struct foo foo_t;\n', 'typedef fn_t', 'typedef foo_t'));
  it('a typedef of a struct', () => check('typedef struct foo {\n\tint a;\n} foo_t;\n', 'typedef foo_t of foo'));
  it('a macro', () => check('#define F(x) \\\n\tint x(void) { \\\n\t}\nint g(void);\n', 'define F', 'prototype g'));
  it('an include', () => check('#include <linux/mm.h>\n#include "a.h"\n', 'include <linux/mm.h>', 'include "a.h"'));
  it("a macro's use", () =>
    check('MODULE_LICENSE("GPL");\nEXPORT_SYMBOL(f)\n', 'invocation MODULE_LICENSE', 'invocation EXPORT_SYMBOL'));
  it("a macro's use before a function", () =>
    check('EXPORT(f)\nint g(void)\n{\n}\n', 'invocation EXPORT', 'function g'));
  it('a function that a macro makes', () =>
    check('SYSCALL_DEFINE1(foo, int, a)\n{\n\treturn 0;\n}\n', 'function SYSCALL_DEFINE1'));
  it('an enum', () => check('enum e { A, B };\n', 'type e'));
  it('nothing', () => check(''));
  it('only comments', () => check('/* int f(void) { */\n// struct foo {\n'));
});

describe('split: names that are hard to find', () => {
  it('a function with attributes in front', () =>
    check('static __attribute__((unused)) int __init f(void)\n{\n}\n', 'function f'));
  it('a function that returns a pointer to a function', () =>
    check('static void (*f(struct foo *p))(int)\n{\n}\nint g(void);\n', 'function f', 'prototype g'));
  it('an object with attributes behind', () =>
    check('static struct foo bar __aligned(8) __read_mostly = { 1 };\n', 'object bar'));
  it('an array with attributes behind', () => check('static char page[PAGE_SIZE] __aligned(8);\n', 'object page'));
  it('a type with attributes behind', () => check('struct foo {\n\tint a;\n} __attribute__((packed));\n', 'type foo'));
  it('a typedef with attributes behind', () => check('typedef int foo_t __aligned(4);\n', 'typedef foo_t'));
  it('a variable that points to a function', () => check('static int (*hook)(int a) = f;\n', 'object hook'));
  it('an array of pointers to functions', () =>
    check('static int (*const hooks[])(int) = { f, g };\n', 'object hooks'));
  it('brackets among parameters', () =>
    check('int f(int a[], int n)\n{\n\treturn a[n];\n}\nint g(char (*b)[3])\n{\n}\n', 'function f', 'function g'));
  it('a name on a line of its own', () => check('static\nint\nf (int a)\n{\n}\n', 'function f'));
  it('an old-style definition', () =>
    check('int f(a, b)\n\tint a;\n\tchar *b;\n{\n\treturn a;\n}\nint g(void) { }\n', 'function f', 'function g'));
});

describe('split: texts that look like something else', () => {
  it('braces in strings and characters', () =>
    check(
      'const char *s = "} { \\" ;";\nchar c = \'{\', d = \'"\';\nint f(void) { }\n',
      'object s',
      'object c',
      'function f',
    ));
  it('comments with braces', () =>
    check('int f(void)\n{\n\t/* } */ // }\n}\nint g(void);\n', 'function f', 'prototype g'));
  it('a function in a comment', () => check('/* int f(void) { } */ int g(void);\n', 'prototype g'));
  it('a macro with unbalanced braces', () =>
    check('#define OPEN {\n#define CLOSE }\nint f(void) { }\n', 'define OPEN', 'define CLOSE', 'function f'));
  it('extern "C"', () => check('extern "C" {\nint f(void);\n}\nint g(void);\n', 'prototype f', 'prototype g'));
});

describe('split: branches', () => {
  const headTwice = '#ifdef A\nint f(int a)\n{\n#else\nint f(void)\n{\n#endif\n\treturn 0;\n}\nint g(void);\n';
  it('two heads and one body', () => check(headTwice, 'function f', 'prototype g'));
  it('braces that balance once the branches are chosen', () =>
    check(
      'int f(int a)\n{\n#ifdef A\n\tif (a) {\n#else\n\tif (!a) {\n#endif\n\t}\n}\nint g(void);\n',
      'function f',
      'prototype g',
    ));
  it('conditions as people write them', () =>
    checkBranches(
      '#ifdef A\n#else\n#endif\n#ifndef B\n#endif\n#if defined(C) && D > 2\n#endif\n',
      'A',
      '!A',
      '!B',
      'C && D > 2',
    ));
  it('elif excludes what was before', () =>
    checkBranches(
      '#if defined(A)\n#elif IS_ENABLED(CONFIG_B)\n#else\n#endif\n',
      'A',
      '!A && CONFIG_B',
      '!A && !CONFIG_B',
    ));
  it('a branch that nothing closes goes to the end', () => {
    const text = '#ifdef A\nint f(void);\n';
    assert.equal(split(text).branches[0]?.end, text.length);
  });
});

describe('split: what a macro makes the head of', () => {
  const struct = 'lock_struct(foo) {\n\tint a;\n#ifdef B\n\tvoid (*b)(int x); /* = 0 */\n#endif\n};\nint g(void);\n';
  it('a struct, with its tag', () => {
    check(struct, 'type foo', 'prototype g');
    assert.equal(split(struct).regions[0]?.tag, 'foo');
  });
  it('a struct with an argument besides', () => check('lock_struct(foo, nested) {\n\tchar *a;\n};\n', 'type foo'));
  it('a function with a semicolon behind it', () => {
    check('TEST_CASE(foo) {\n\tint a;\n\n\treturn 0;\n};\n', 'function TEST_CASE');
    check('TEST_CASE(foo) {\n\tint a;\n\n\trun(a);\n};\n', 'function TEST_CASE');
    check('TEST_CASE(foo) {\n};\n', 'function TEST_CASE');
  });
  it('a function without one', () => check('TEST_CASE(foo) {\n\tint a;\n}\n', 'function TEST_CASE'));
});

describe('split: half-typed code costs its own region', () => {
  it('a function without its closing brace', () =>
    check('int f(int a)\n{\n\tif (a) {\n\treturn 0;\n}\n\nint g(void)\n{\n}\n', 'function f', 'function g'));
  it('an object without its closing brace', () =>
    check('static struct foo x = {\n\t.a =\n\nint g(void)\n{\n}\n', 'object x', 'function g'));
  it('a string without its closing quote', () =>
    check('const char *s = "never closed;\n\nint g(void)\n{\n}\n', 'object s', 'function g'));
  it('a block that belongs to nothing', () => check('{\n\treturn 0;\n}\n\nint g(void)\n{\n}\n', 'other', 'function g'));
  it('a comment that nothing closes', () => check('int f(void);\n/* int g(void);\n', 'prototype f'));
  it('closing brackets alone', () => check('}}))]]\nint f(void);\n', 'prototype f'));
  it('opening brackets alone', () => assert.ok(split('{{{{(((([[[[').regions.length <= 1));
});
