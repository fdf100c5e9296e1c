/** Files that are large in one way, for any size: what takes twice as long must be no more than what is twice as long. */

/** One way to be large. */
export interface Large {
  readonly what: string;
  /** The size that the figures are for. */
  readonly size: number;
  /** The text of `mm/large.c`, or of several files by path. */
  text(size: number): string | Readonly<Record<string, string>>;
}

const ops = `struct dial_ops { int (*turn)(int); int (*stop)(int); };
static int turn(int x) { return x; }
`;
const table = 'static const struct dial_ops dial = { .turn = turn };\n';

/** As many lines as the size says. */
const lines = (size: number, line: (i: number) => string, between = '\n'): string =>
  Array.from({ length: size }, (_, i) => line(i)).join(between);

const inFunction = (body: string): string =>
  `${ops}${table}int use(const struct dial_ops *ops, int n)\n{\n${body}\n\treturn ops->turn(n);\n}\n`;

export const large: Readonly<Record<string, Large>> = {
  rows: {
    what: 'rows of a table',
    size: 100_000,
    text: (n) => `${ops}static const struct dial_ops dials[] = {\n${lines(n, () => '\t{ .turn = turn },')}\n};\n`,
  },
  designators: {
    what: 'designators of an initialiser',
    size: 100_000,
    text: (n) => `${ops}${table}static const int numbers[] = {\n${lines(n, (i) => `\t[${i}] = ${i},`)}\n};\n`,
  },
  slots: {
    what: 'designators of ops tables in an array',
    size: 50_000,
    text: (n) => `${ops}static const struct dial_ops dials[] = {\n${lines(n, (i) => `\t[${i}].turn = turn,`)}\n};\n`,
  },
  elements: {
    what: 'elements of a hook that is an array, each set by its number',
    size: 50_000,
    text: (n) =>
      `${ops}struct many_ops { int (*each[${n}])(int); };\nstatic const struct many_ops many = {\n${lines(n, (i) => `\t.each[${i}] = turn,`)}\n};\n`,
  },
  namesakes: {
    what: 'functions of one name',
    size: 4_000,
    text: (n) => `${ops}${table}${lines(n, () => 'static int turn(int x) { return x; }')}\n`,
  },
  fields: {
    what: 'fields of a struct',
    size: 50_000,
    text: (n) => `${ops}struct wide { ${lines(n, (i) => `int f${i};`)} struct dial_ops ops; };\n
static struct wide wide = { .f1 = 1, .ops = { .turn = turn } };
int use(struct wide *w) { return w->f${n - 1} + w->ops.turn(1); }\n`,
  },
  hooks: {
    what: 'hooks of a struct',
    size: 20_000,
    text: (n) => `struct wide_ops { ${lines(n, (i) => `int (*h${i})(int);`)} };\nstatic int turn(int x) { return x; }
static struct wide_ops wide = { ${lines(n, (i) => `.h${i} = turn,`)} };
int use(struct wide_ops *w) { return w->h${n - 1}(1); }\n`,
  },
  constants: {
    what: 'constants of an enum',
    size: 50_000,
    text: (n) => `${ops}enum { ${lines(n, (i) => `K${i},`)} };
static const struct dial_ops dials[] = { [K${n - 1}] = { .turn = turn } };
int use(struct dial_ops *w, int x) { switch (x) { case K${n - 1}: return w->turn(1); } return 0; }\n`,
  },
  chained: {
    what: 'constants of an enum, each one more than the one before',
    size: 10_000,
    text: (n) => `${ops}enum { K0 = 1, ${lines(n, (i) => `K${i + 1} = K${i} + 1,`)} };
${table}int use(struct dial_ops *w, int x) { switch (x) { case K${n}: return w->turn(1); } return 0; }
int start(struct dial_ops *w) { return use(w, K${n}); }\n`,
  },
  comments: {
    what: 'comments in a table',
    size: 20_000,
    text: (n) =>
      `${ops}static const struct dial_ops dials[] = {\n${lines(n, (i) => `\t/* ${i} */ { .turn = turn },`)}\n};\n`,
  },
  defines: {
    what: 'macros',
    size: 50_000,
    text: (n) =>
      `${ops}${lines(n, (i) => `#define M${i}(x) ((x) + ${i})`)}\n${table}int use(void) { return M${n - 1}(1); }\n`,
  },
  functions: {
    what: 'functions',
    size: 50_000,
    text: (n) => `${ops}${table}${lines(n, (i) => `static int f${i}(const struct dial_ops *o) { return ${i}; }`)}\n`,
  },
  branches: {
    what: '#if branches, one after the other',
    size: 50_000,
    text: (n) =>
      `${ops}${table}${lines(n, (i) => `#ifdef CONFIG_C${i}\nstatic const struct dial_ops d${i} = { .turn = turn };\n#endif`)}\n`,
  },
  arms: {
    what: '#elif branches of one #if',
    size: 20_000,
    text: (n) =>
      `${ops}#if 0\n${lines(n, (i) => `#elif CONFIG_C${i}\nstatic const struct dial_ops d${i} = { .turn = turn };`)}\n#endif\n${table}`,
  },
  nested: {
    what: '#ifdef inside the #else of the one before',
    size: 5_000,
    text: (n) =>
      `${ops}${lines(n, (i) => `#ifdef CONFIG_C${i}\nstatic const struct dial_ops d${i} = { .turn = turn };\n#else`)}\n${table}${'#endif\n'.repeat(n)}`,
  },
  callers: {
    what: 'callers of a hook, and as many tables',
    size: 2_000,
    text: (n) =>
      `${ops}${lines(n, (i) => `static const struct dial_ops d${i} = { .turn = turn };\nint use${i}(struct dial_ops *o) { return o->turn(${i}); }`)}\n`,
  },
  includers: {
    what: 'files that include a header beside them',
    size: 4_000,
    text: (n) => ({
      'mm/dial/dial.h': `${ops}${table}static inline int one(int x) { return x; }\n`,
      ...Object.fromEntries(
        Array.from({ length: n }, (_, i) => [
          `mm/dial/d${i}.c`,
          `#include "dial.h"\nint use${i}(struct dial_ops *o) { return o->turn(one(${i})); }\n`,
        ]),
      ),
    }),
  },
  same: {
    what: 'files with the same static names',
    size: 600,
    text: (n) => ({
      'include/linux/dial.h': 'struct dial_ops { int (*turn)(int); int (*stop)(int); };\n',
      ...Object.fromEntries(
        Array.from({ length: n }, (_, i) => [
          `mm/dial/d${i}.c`,
          `#include <linux/dial.h>
static int turn(int x) { return x; }
static int stop(int x) { return turn(x); }
static const struct dial_ops dial = { .turn = turn, .stop = stop };
int use${i}(struct dial_ops *o) { return o->turn(o->stop(${i})); }\n`,
        ]),
      ),
    }),
  },
  included: {
    what: 'headers that one file includes',
    size: 4_000,
    text: (n) => ({
      'mm/dial/all.h': `${lines(n, (i) => `#include "h${i}.h"`)}\n`,
      'mm/large.c': `#include "dial/all.h"\n${ops}${table}int use(struct h${n - 1}_ops *o) { return o->a(h7(1)); }\n`,
      ...Object.fromEntries(
        Array.from({ length: n }, (_, i) => [
          `mm/dial/h${i}.h`,
          `static inline int h${i}(int x) { return x; }\nstruct h${i}_ops { int (*a)(int); };\n`,
        ]),
      ),
    }),
  },
  includes: {
    what: 'includes',
    size: 20_000,
    text: (n) =>
      `${lines(n, (i) => `#include <linux/none${i}.h>`)}\n${ops}${table}int use(const struct dial_ops *o) { return o->turn(unknown); }\n`,
  },
  line: {
    what: 'letters on one line',
    size: 5_000_000,
    text: (n) => `${ops}${table}int x[] = { ${'1, '.repeat(n / 3)} };\n`,
  },
  code: {
    what: 'functions on one line',
    size: 20_000,
    text: (n) =>
      `${ops}${table}${lines(n, (i) => `static int f${i}(const struct dial_ops *o) { return o->turn(${i}); }`, ' ')}\n`.replaceAll(
        '\n',
        ' ',
      ),
  },
  spaces: { what: 'spaces', size: 2_000_000, text: (n) => `${ops}int x =${' '.repeat(n)};${' '.repeat(n)}\n${table}` },
  newlines: {
    what: 'empty lines',
    size: 1_000_000,
    text: (n) => `${ops}int x =${'\n'.repeat(n)};\n${table}int f(void)\n{${'\n'.repeat(n)}\treturn 0;\n}\n`,
  },
  inArms: {
    what: 'empty lines in an arm of an #if',
    size: 1_000_000,
    text: (n) => `${ops}${table}int f(int x)\n{\n#if A\n${'\n'.repeat(n)}\tif (x) {\n#else\n\t{\n#endif\n\t}\n}\n`,
  },
  continued: {
    what: 'continued lines',
    size: 500_000,
    text: (n) => `${ops}#define A(x) \\\n${'\\\n'.repeat(n)} x\n${table}`,
  },
  stars: {
    what: 'stars in a comment',
    size: 2_000_000,
    text: (n) => `struct dial_ops {\n\t/*${'*'.repeat(n)} of the dial */\n\tint (*turn)(int);\n};
static int turn(int x) { return x; }\n//${'*'.repeat(n)}\n${table}`,
  },
  slashes: {
    what: 'openings of a comment that nothing closes',
    size: 500_000,
    text: (n) => `${ops}${table}int x = X;\n#define X ${'/* '.repeat(n)}\n`,
  },
  openings: {
    what: 'openings of a comment in a condition',
    size: 500_000,
    text: (n) => `${ops}${table}#if A ${'/* '.repeat(n)}\n`,
  },
  statements: {
    what: 'statements of a function',
    size: 50_000,
    text: (n) => inFunction(lines(n, (i) => `\tn = n + ${i};`)),
  },
  sites: {
    what: 'calls of a hook in a function',
    size: 20_000,
    text: (n) => inFunction(lines(n, (i) => `\tops->turn(${i});`)),
  },
  locals: {
    what: 'variables of a function',
    size: 20_000,
    text: (n) => inFunction(lines(n, (i) => `\tconst struct dial_ops *o${i} = ops; o${i}->turn(${i});`)),
  },
  tables: {
    what: 'tables',
    size: 10_000,
    text: (n) => `${ops}${lines(n, (i) => `static const struct dial_ops d${i} = { .turn = turn };`)}\n`,
  },
  fillers: {
    what: 'tables with functions of their own',
    size: 10_000,
    text: (n) =>
      `${ops}${lines(n, (i) => `static int turn${i}(int x) { return x; }\nstatic const struct dial_ops d${i} = { .turn = turn${i} };`)}\n`,
  },
  uses: {
    what: 'uses of a macro that makes a table',
    size: 10_000,
    text: (n) =>
      `${ops}#define DIAL(n) static const struct dial_ops d##n = { .turn = turn };\n${lines(n, (i) => `DIAL(${i})`)}\n`,
  },
  listed: {
    what: 'uses of a macro in a list that is included where the macro is defined',
    size: 20_000,
    text: (n) => ({
      'mm/dial/list.h': lines(n, (i) => `DIAL(f${i})`),
      'mm/large.c': `${ops}${table}#define DIAL(f) static int f(int x) { return turn(x); }
#include "dial/list.h"
int use(const struct dial_ops *o) { return o->turn(f1(1)); }\n`,
    }),
  },
  cases: {
    what: 'cases of an ioctl that fall through',
    size: 5_000,
    text: (n) => `${ops}#include <linux/userfaultfd_k.h>
${table}static long large_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	const struct vm_uffd_ops *ops = (const void *)arg;
	switch (cmd) {\n${lines(n, (i) => `\tcase LARGE_${i}:`)}
		return ops->can_userfault(0, 0);
	}
	return 0;
}
static const struct file_operations large_fops = { .unlocked_ioctl = large_ioctl };\n`,
  },
  files: {
    what: 'files with the name of the struct',
    size: 5_000,
    text: (n) => ({
      'include/linux/dial.h': ops,
      ...Object.fromEntries(
        Array.from({ length: n }, (_, i) => [
          `mm/dial/f${i}.c`,
          `#include <linux/dial.h>\nstatic const struct dial_ops d${i} = { .turn = turn };\n`,
        ]),
      ),
    }),
  },
  annotations: {
    what: 'annotations of a struct',
    size: 20_000,
    text: (n) => `${ops}struct ${'__aligned(8) '.repeat(n)}wide { int y; };\n${table}`,
  },
  bodies: {
    what: 'structs that a macro names',
    size: 50_000,
    text: (n) => `${ops}#define A(x) ${'struct dial_ops x '.repeat(n)}\n${table}int use(void) { return A(1); }\n`,
  },
  heads: {
    what: 'lines of a macro that look like macros',
    size: 20_000,
    text: (n) => `${ops}#define A(x) \\\n${lines(n, (i) => `#define B${i}(y) \\`)}\n x\n${table}`,
  },
  pasted: {
    what: 'words that a macro pastes',
    size: 20_000,
    text: (n) => inFunction(`\tn = A(f);`).replace('int use', `#define A(x) x##_a(${'x ## _b, '.repeat(n)}0)\nint use`),
  },
  quotes: {
    what: 'quotes in a macro that nothing closes',
    size: 50_000,
    text: (n) => inFunction(`\tn = A(f);`).replace('int use', `#define A(x) x ( " ${'\\"x '.repeat(n)}\nint use`),
  },
  beside: {
    what: 'macros side by side in an initialiser',
    size: 10_000,
    text: (
      n,
    ) => `${ops}#define ROW(i) [i].turn = turn,\n#define ROWS { .turn = turn }, ${lines(n, (i) => `ROW(${i + 1})`, ' ')}
static const struct dial_ops dials[] = { ROWS };\n`,
  },
  declared: {
    what: 'names that share a declaration with others, and names that nobody declares',
    size: 10_000,
    text: (n) =>
      inFunction(lines(n, (i) => `\tops->turn(b${i}.x + c${i}.y);`)).replace(
        'int use',
        `struct two { int x; };\n${lines(n, (i) => `static struct two a${i}, b${i};`)}\nint use`,
      ),
  },
  blanks: {
    what: 'blanks behind a call, a member and an assignment',
    size: 500_000,
    text: (n) =>
      inFunction(`\tops->turn${' '.repeat(n)};\n\tops->turn${' '.repeat(n)}(n);\n\tops->turn =${' '.repeat(n)}turn;`),
  },
  openCalls: {
    what: 'calls that nothing closes',
    size: 50_000,
    text: (n) =>
      `${ops}${table}int use(const struct dial_ops *ops)\n{\n\treturn ops->turn(1);\n}\n${'DIAL(a,\n'.repeat(n)}`,
  },
  openStructs: {
    what: 'structs that nothing closes',
    size: 50_000,
    text: (n) => `${ops}${table}int use(void)\n{\n\treturn ${'(struct dial_ops '.repeat(n)}\n`,
  },
  brackets: {
    what: 'brackets that nothing closes',
    size: 50_000,
    text: (n) => `${ops}${table}int use(struct dial_ops *o)\n{\n\treturn ${'o->turn[ '.repeat(n)}\n`,
  },
  arguments: {
    what: 'calls of a macro that calls its argument',
    size: 10_000,
    text: (n) =>
      inFunction(lines(n, () => '\tn = CALL(ops, turn) + CALL(ops, n);')).replace(
        'int use',
        '#define CALL(o, f) ((o)->f(1))\nint use',
      ),
  },
  doubled: {
    what: 'uses of macros that double each other',
    size: 10_000,
    text: (n) =>
      inFunction(lines(n, () => '\tn = D6(ops->turn(n));')).replace(
        'int use',
        `#define D0(x) (x)+(x)\n${[1, 2, 3, 4, 5, 6].map((i) => `#define D${i}(x) D${i - 1}(x)+D${i - 1}(x)`).join('\n')}\nint use`,
      ),
  },
  suppressed: {
    what: 'comments that suppress',
    size: 10_000,
    text: (n) =>
      `${ops}${lines(n, (i) => `// opscope-ignore table-not-const: ${i}\nstruct dial_ops d${i} = { .turn = turn };`)}\n/* opscope-ignore\n`,
  },
  exported: {
    what: 'exports',
    size: 20_000,
    text: (n) => `${ops}${table}${lines(n, (i) => `int f${i}(void) { return 1; }\nEXPORT_SYMBOL_GPL(f${i}`)}\n`,
  },
};
