import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { normalise } from '../../server/src/syntax/normalise.ts';
import { split } from '../../server/src/syntax/split.ts';

/** The first region of a text as the parser is given it, its blanks drawn together. */
function clean(text: string): string {
  const [region] = split(text).regions;
  assert.ok(region, 'no region');
  const source = text.slice(region.start, region.end);
  const result = normalise(source, region).text;
  assert.equal(result.length, source.length, 'the length has changed');
  const newlines = (each: string): number[] => [...each.matchAll(/\n/g)].map((match) => match.index);
  assert.deepEqual(newlines(result), newlines(source), 'lines have moved');
  assertWordsHold(source, result);
  return result.replace(/\s+/g, ' ').trim();
}

/** Whatever word is left stands where it stood, but for the placeholders that normalising puts in. */
function assertWordsHold(source: string, result: string): void {
  for (const { 0: word, index } of result.matchAll(/[A-Za-z_]\w*/g)) {
    if (/^(?:T_*|if|while|void|f|int|long|struct)$/.test(word)) continue;
    assert.equal(source.slice(index, index + word.length), word, `${word} has moved`);
  }
}

/** Checks what becomes of a text that is one region. */
function check(text: string, expected: string): void {
  assert.equal(clean(text), expected);
}

/** Checks what becomes of a statement. */
function checkStatement(statement: string, expected: string): void {
  check(`void f(void)\n{\n${statement}\n}\n`, `void f(void) { ${expected} }`);
}

describe('normalise: annotations', () => {
  it('in front of a function', () => check('static noinline __must_check int f(void)\n{\n}', 'static int f(void) { }'));
  it('behind its parameters', () => check('void f(void) __releases(lock)\n{\n}', 'void f(void) { }'));
  it('parentheses around the name of a parameter', () =>
    check('int f(int (fn)(int), int (*g)(int))\n{\n}', 'int f(int fn (int), int (*g)(int)) { }'));
  it('in its parameters', () => check('int f(char __user *p)\n{\n}', 'int f(char *p) { }'));
  it('with arguments', () => check('int x __aligned(8) = 1;', 'int x = 1;'));
  it('that no table knows', () => check('static FOO_ATTR bool f(void)\n{\n}', 'static bool f(void) { }'));
  it('of a member', () => check('struct foo {\n\tint sizes[] __counted_by(nr);\n};', 'struct foo { int sizes[] ; };'));
  it('__attribute__', () => check('int x __attribute__((used)) = 1;', 'int x = 1;'));
});

describe('normalise: comments and directives', () => {
  it('blanks comments', () => checkStatement('\ta /* b */ = c; // d', 'a = c;'));
  it('leaves them in strings', () => checkStatement('\ts = "/* not */";', 's = "/* not */";'));
  it('keeps both branches that can stand side by side', () =>
    checkStatement('#ifdef A\n\ta();\n#else\n\tb();\n#endif', 'a(); b();'));
  it('keeps the first branch of those that cannot', () =>
    checkStatement('#ifdef A\n\tif (a) {\n#else\n\tif (b) {\n#endif\n\tc(); }', 'if (a) { c(); }'));
  it('knows the first branch when the region begins inside it', () =>
    check('#ifdef A\nint x[] = {\n#else\nlong x[] = {\n#endif\n\t1 };', 'int x[] = { 1 };'));
});

describe('normalise: macros in front of what they act on', () => {
  it('an access to a member', () => checkStatement('\tMAYBE p->run(1);', 'p->run(1);'));
  it('several', () => checkStatement('\tA maybe p[1].run(1);', 'p[1].run(1);'));
  it('a call, spelled as a macro', () => checkStatement('\tV f(x);', 'f(x);'));
  it('a call with an argument that is no parameter', () => checkStatement('\tmaybe f(x, 1);', 'f(x, 1);'));
  it('what the result of a call has', () => checkStatement('\tr = maybe f(x)->y;', 'r = f(x)->y;'));
  it('a test with an else', () => checkStatement('\tMAYBE f(x);\n\telse g();', 'if(T) f(x); else g();'));
  it('no declaration of a function', () => checkStatement('\tfoo_t f(int x);', 'foo_t f(int x);'));
  it('no variable with an annotation', () =>
    checkStatement('\tfoo_t x __made_of(&y->z);', 'foo_t x __made_of(&y->z);'));
  it('no pointer to a function', () => checkStatement('\tfoo_t (*f)(int x);', 'foo_t (*f)(int x);'));
});

describe('normalise: macros', () => {
  it('makes a loop of a macro in front of a statement', () =>
    checkStatement('\tfor_each_foo(p)\n\t\tg(p);', 'while (p) g(p);'));
  it('makes a loop of a macro in front of a block', () =>
    checkStatement('\tlist_for_each_entry(p, &head, list) {\n\t}', 'while (p, &head, list) { }'));
  it('leaves calls alone', () => checkStatement('\tg(p);\n\th();', 'g(p); h();'));
  it('puts a name in the place of a type among arguments', () =>
    checkStatement('\ta = min_t(unsigned long, b, 4);', 'a = min_t(T____________, b, 4);'));
  it('puts a name in the place of typeof', () => checkStatement('\ttypeof(a) b = a;', 'T________ b = a;'));
  it('takes designators out of arguments', () =>
    check('struct foo x = INIT(.a = f, .b = g);', 'struct foo x = INIT( f, g);'));
  it('leaves designators in an initialiser', () =>
    check('struct foo x = { .a = f(1), .b = g };', 'struct foo x = { .a = f(1), .b = g };'));
  it('makes one case of a range', () => checkStatement("\tcase 'a' ... 'f':\n\t\tg();", "case 'a' : g();"));
  it('makes a member of DECLARE_BITMAP', () =>
    check('struct foo {\n\tDECLARE_BITMAP(bits, 64);\n};', 'struct foo { long bits ; };'));
  it('makes a struct of struct_group', () =>
    check(
      'struct foo {\n\tstruct_group(g,\n\t\tint a;\n\t\tint b;\n\t);\n};',
      'struct foo { struct { int a; int b; }; };',
    ));
  it('takes the parentheses of a test from a macro that brings them', () =>
    checkStatement('\tif FAILED(g(a))\n\t\treturn;', 'if (g(a)) return;'));
  it('gives a struct_group the tag that it is handed', () => {
    check(
      'struct foo {\n\tstruct_group_tagged(foo_api, api,\n\t\tint a;\n\t);\n};',
      'struct foo { struct foo_api { int a; }; };',
    );
    check(
      'struct foo {\n\t__struct_group(foo_api, api, __packed,\n\t\tint a;\n\t);\n};',
      'struct foo { struct foo_api { int a; }; };',
    );
    check(
      'struct foo {\n\t__struct_group(/* none */, api, __packed,\n\t\tint a;\n\t);\n};',
      'struct foo { struct { int a; }; };',
    );
  });
  it('makes a function of SYSCALL_DEFINE', () =>
    check('SYSCALL_DEFINE1(foo, int, a)\n{\n\treturn a;\n}', 'void f(void) { return a; }'));
  it('blanks asm', () => checkStatement('\t__asm__("nop" : : : "memory");', ';'));
});
