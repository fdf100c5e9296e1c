/** Code in which something stands for something that stands for something, as often as is wanted. */

/** `of(0)`, `of(1)` ... each a line. */
export const lines = (count: number, of: (i: number) => string): string =>
  Array.from({ length: count }, (_, i) => of(i)).join('\n');

/** Macros `NAME0` and so on, each made of the next one and the last of a text. */
export function macros(name: string, count: number, last: string, params = ''): string {
  return lines(count, (i) => `#define ${name}${i}${params} ${i + 1 < count ? `${name}${i + 1}${params}` : last}`);
}

/** An ops struct and a function that fills it. */
export const DIAL = `
struct dial_ops { int (*turn)(int); };
static int turn(int x) { return x; }
`;

/** A table, and a call through a pointer to one. */
const table = (slots: string): string => `static const struct dial_ops dial = { ${slots} };\n`;
const user = (type: string, call: string): string => `int use(${type} *a) { return ${call}; }\n`;
const OPS = 'const struct dial_ops';

/** What is deep: how many levels are read to their end, what is found there, and what is told of one that is far deeper. */
export interface Deep {
  readonly code: (levels: number) => string;
  /** Are read. */
  readonly few: number;
  readonly found: string;
  /** Are not. */
  readonly many: number;
  /** When every struct is asked for. */
  readonly told: string;
}

export const DEEP: Readonly<Record<string, Deep>> = {
  'a call in macros': {
    code: (n) => `${macros('M', n, '(o)->turn(1)', '(o)')}\n${user(OPS, 'M0(a)')}`,
    few: 30,
    found: 'use: turn',
    many: 40,
    told: 'the expansion of M33 is cut at 32 macros in each other',
  },
  'a receiver in macros': {
    code: (n) => `${macros('M', n, '(o)', '(o)')}\n${user(OPS, 'M0(a)->turn(1)')}`,
    few: 30,
    found: 'use: turn',
    many: 40,
    told: 'the expansion of M33 is cut at 32 macros in each other',
  },
  'macros in an argument': {
    code: (n) => `#define D(x) (x)\n${user(OPS, `${'D('.repeat(n)}a${')'.repeat(n)}->turn(1)`)}`,
    few: 30,
    found: 'use: turn',
    many: 40,
    told: 'the expansion of D is cut at 32 macros in each other',
  },
  'slots in macros': {
    code: (n) => `${macros('M', n, '.turn = turn')}\n${table('M0')}`,
    few: 30,
    found: 'dial: turn',
    many: 40,
    told: 'the expansion of M32 is cut at 32 macros in each other',
  },
  'a function in macros': {
    code: (n) => `${macros('M', n, 'turn')}\n${table('.turn = M0')}`,
    few: 30,
    found: 'dial: turn',
    many: 40,
    told: 'the expansion of M33 is cut at 32 macros in each other',
  },
  'a table in macros': {
    code: (n) => `${macros('M', n, 'static const struct dial_ops name = { .turn = turn }', '(name)')}\nM0(dial);\n`,
    few: 30,
    found: 'dial: turn',
    many: 40,
    told: 'the expansion of M33 is cut at 32 macros in each other',
  },
  'a literal in macros': {
    code: (n) =>
      `${macros('M', n, '&(const struct dial_ops){ .turn = turn }', '(x)')}\nint set(void) { return add(M0(1)); }\n`,
    few: 30,
    found: ': turn',
    many: 40,
    told: 'the expansion of M33 is cut at 32 macros in each other',
  },
  'the name of a table in macros': {
    code: (n) => `#define P_(a, b) a##b\n#define P(a, b) P_(a, b)\n#define T(n) ${OPS} P(n, _dial) = { .turn = turn };
${macros('M', n, 'dial')}\nT(M0)\n`,
    few: 20,
    found: 'dial_dial: turn',
    many: 40,
    told: 'the expansion of T is cut at 24 macros in each other',
  },
  'typedefs of a struct': {
    code: (n) =>
      `typedef struct dial_ops t0;\n${lines(n, (i) => `typedef t${i} t${i + 1};`)}\n${user(`t${n}`, 'a->turn(1)')}`,
    few: 14,
    found: 'use: turn',
    many: 1500,
    told: 'the type t1500 is cut at 1,000 types',
  },
  'macros for the name of a struct': {
    code: (n) => `${macros('m', n, 'dial_ops')}\n${user('struct m0', 'a->turn(1)')}`,
    few: 50,
    found: 'use: turn',
    many: 150,
    told: 'struct m0 is cut at 100 macros that stand for each other',
  },
  'members of members': {
    code: (n) =>
      `struct link { struct link *next; ${OPS} *ops; };\n${user('struct link', `a${'->next'.repeat(n)}->ops->turn(1)`)}`,
    few: 60,
    found: 'use: turn',
    many: 80,
    told: 'the type of an expression is cut at 64 expressions in each other',
  },
};
