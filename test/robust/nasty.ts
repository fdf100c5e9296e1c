/** Code that no person writes: each case as deep, as long or as circular as it is told to be. */

/** One case: the C of a depth. It is put behind a file of the sample tree. */
export type Nasty = readonly [name: string, text: (depth: number) => string];

const nested = (open: string, inner: string, close: string) => (n: number) =>
  `${open.repeat(n)}${inner}${close.repeat(n)}`;
const body = (text: (n: number) => string) => (n: number) =>
  `static int nasty(struct vm_area_struct *vma)\n{\n${text(n)}\n}\n`;
const value = (text: (n: number) => string) => body((n) => `\treturn ${text(n)};`);

/** Forms that contain themselves. */
export const NESTED: readonly Nasty[] = [
  ['calls', value(nested('f(', '1', ')'))],
  ['calls through hooks', value(nested('vma->vm_ops->uffd_ops->can_userfault(', 'vma', ', 0)'))],
  ['parentheses', value(nested('(', '1', ')'))],
  ['braces', body(nested('{', ';', '}'))],
  ['members', value(nested('', 'a', '.a'))],
  ['arrows', value(nested('', 'vma', '->vma'))],
  ['statement expressions', value(nested('({ ', '1', '; })'))],
  ['typeof', body((n) => `\t${nested('typeof(', 'vma', ')')(n)} x = vma;\n\treturn x->vm_ops->uffd_ops != 0;`)],
  ['array brackets', value(nested('a[', '0', ']'))],
  ['arrays of arrays', body((n) => `\tint a${'[1]'.repeat(n)};\n\treturn 0;`)],
  ['ternaries', value(nested('a ? b : ', '0', ''))],
  ['ternaries in the middle', value(nested('a ? ', '0', ' : b'))],
  ['else if', body((n) => `\tif (a) f();\n${'\telse if (b) g();\n'.repeat(n)}\treturn 0;`)],
  ['if in if', body((n) => `${'if (a) '.repeat(n)} f();\n\treturn 0;`)],
  ['loops', body((n) => `${'while (a) '.repeat(n)} f();\n\treturn 0;`)],
  ['switches', body((n) => `${'switch (a) { case 1: '.repeat(n)} f(); ${'}'.repeat(n)}\n\treturn 0;`)],
  ['labels', body((n) => `${Array.from({ length: n }, (_, i) => `l${i}: `).join('')}\treturn 0;`)],
  ['cases', body((n) => `switch (a) {${Array.from({ length: n }, (_, i) => `case ${i}: `).join('')} f(); }`)],
  ['negations', value(nested('!', 'a', ''))],
  ['dereferences', value(nested('*', 'vma', ''))],
  ['casts', value(nested('(int)', '1', ''))],
  ['sums', value(nested('a + ', '1', ''))],
  ['sums of sums', value(nested('(a + ', '1', ')'))],
  ['commas', value((n) => `(${nested('a, ', '1', '')(n)})`)],
  ['assignments', value(nested('a = ', '1', ''))],
  ['conditions', value(nested('a && ', 'vma->vm_ops', ''))],
  ['strings', value((n) => '"a" '.repeat(n))],
  ['parenthesised declarators', nested('', 'int ', '') && ((n) => `static int ${nested('(', 'nasty_x', ')')(n)};\n`)],
  ['pointers', (n) => `static int ${'*'.repeat(n)}nasty_x;\n`],
  ['pointers to functions', (n) => `static int ${nested('(*', 'nasty_f', ')(void)')(n)};\n`],
  ['function parameters', (n) => `int nasty_f(${nested('int (*f)(', 'int', ')')(n)});\n`],
  ['structs', (n) => `struct nasty {${nested('struct {', 'int a;', '} x;')(n)}};\n`],
  ['anonymous structs', (n) => `struct nasty {${nested('struct {', 'int (*nasty_hook)(void);', '};')(n)}};\n`],
  ['initialisers', (n) => `static struct vm_uffd_ops nasty_uffd_ops = ${nested('{', '0', '}')(n)};\n`],
  ['designators', (n) => `static struct vm_uffd_ops nasty_uffd_ops = { ${'.a'.repeat(n)} = 1 };\n`],
  [
    'compound literals',
    (n) => `static struct vm_uffd_ops *nasty = ${nested('&(struct vm_uffd_ops){ .can_userfault = ', '0', '}')(n)};\n`,
  ],
  ['#if', (n) => `${'#if A\n'.repeat(n)}int nasty_x;\n${'#endif\n'.repeat(n)}`],
  ['#if without an end', (n) => '#if A\n'.repeat(n)],
  ['#elif', (n) => `#if A\nint nasty_x;\n${'#elif B\nint nasty_y;\n'.repeat(n)}#endif\n`],
  ['comments in comments', (n) => `${'/* '.repeat(n)} */\n`],
  ['comments without an end', (n) => '/* '.repeat(n)],
  ['open parentheses', (n) => `int nasty_x = ${'('.repeat(n)};\n`],
  ['open braces', (n) => `int nasty_f(void) ${'{'.repeat(n)}\n`],
  ['closed braces', (n) => `int nasty_f(void) {} ${'}'.repeat(n)}\n`],
  ['continued lines', (n) => `#define NASTY ${'\\\n'.repeat(n)} 1\n`],
  [
    'a macro body',
    (n) =>
      `#define NASTY(x) ${nested('(', 'x', ')')(n)}\nint nasty_f(struct vm_area_struct *vma) { return NASTY(vma)->vm_ops->uffd_ops->can_userfault(vma, 0); }\n`,
  ],
  [
    'a macro argument',
    (n) =>
      `#define NASTY(x) (x)\nint nasty_f(struct vm_area_struct *vma) { return NASTY(${nested('(', 'vma', ')')(n)})->vm_ops->uffd_ops->can_userfault(vma, 0); }\n`,
  ],
  [
    'macro uses',
    (n) =>
      `#define NASTY(x) (x)\nint nasty_f(struct vm_area_struct *vma) { return ${nested('NASTY(', 'vma', ')')(n)}->vm_ops->uffd_ops->can_userfault(vma, 0); }\n`,
  ],
  [
    'macros in a chain',
    (n) =>
      `#define N0(x) (x)\n${Array.from({ length: n }, (_, i) => `#define N${i + 1}(x) N${i}(x)\n`).join('')}int nasty_f(struct vm_area_struct *vma) { return N${n}(vma)->vm_ops->uffd_ops->can_userfault(vma, 0); }\n`,
  ],
  [
    'typedefs in a chain',
    (n) =>
      `typedef struct vm_area_struct t0;\n${Array.from({ length: n }, (_, i) => `typedef t${i} t${i + 1};\n`).join('')}int nasty_f(t${n} *vma) { return vma->vm_ops->uffd_ops->can_userfault(vma, 0); }\n`,
  ],
  [
    'structs in a chain',
    (n) =>
      `struct s0 { struct vm_area_struct *vma; };\n${Array.from({ length: n }, (_, i) => `struct s${i + 1} { struct s${i}; };\n`).join('')}int nasty_f(struct s${n} *s) { return s->vma->vm_ops->uffd_ops->can_userfault(s->vma, 0); }\n`,
  ],
  [
    'variables in a chain',
    body(
      (n) =>
        `\ttypeof(vma) v0 = vma;\n${Array.from({ length: n }, (_, i) => `\ttypeof(v${i}) v${i + 1} = v${i};\n`).join('')}\treturn v${n}->vm_ops->uffd_ops->can_userfault(vma, 0);`,
    ),
  ],
  [
    'functions in a chain',
    (n) =>
      `static int f0(struct vm_area_struct *vma) { return vma->vm_ops->uffd_ops->can_userfault(vma, 0); }\n${Array.from({ length: n }, (_, i) => `static int f${i + 1}(struct vm_area_struct *vma) { return f${i}(vma); }\n`).join('')}`,
  ],
];

/** Forms that are long, and no deeper for it. */
export const LONG: readonly Nasty[] = [
  ['ifs', body((n) => `${'\tif (a) f();\n'.repeat(n)}\treturn 0;`)],
  [
    'guards',
    body((n) => `${'\tif (!vma->vm_ops) return 0;\n'.repeat(n)}\treturn vma->vm_ops->uffd_ops->can_userfault(vma, 0);`),
  ],
  ['statements', body((n) => `${'\tf();\n'.repeat(n)}\treturn 0;`)],
  [
    'gotos',
    body((n) => `${Array.from({ length: n }, (_, i) => `l${i}:\n\tif (a) goto l${n - 1 - i};\n`).join('')}\treturn 0;`),
  ],
  [
    'case statements',
    body(
      (n) =>
        `\tswitch (a) {\n${Array.from({ length: n }, (_, i) => `\tcase ${i}:\n\t\tf();\n\t\tbreak;\n`).join('')}\t}\n\treturn 0;`,
    ),
  ],
];

/** Objects and calls of a struct with a hook: what makes a question look into it. */
const used = (tag: string) => `
static struct ${tag} ${tag}_one = { .nasty_hook = nasty_hook, .x = { .nasty_hook = nasty_hook } };
static struct ${tag} ${tag}_two = { { { nasty_hook } }, nasty_hook };
static int ${tag}_call(struct ${tag} *p) { return p->nasty_hook() + p->x.nasty_hook() + p->x.x.y.other(); }
static void ${tag}_set(struct ${tag} *p) { p->x = *p; p->nasty_hook = nasty_hook; }
`;

/** Definitions that come back to themselves. */
export const CIRCULAR: readonly (readonly [name: string, text: string])[] = [
  ['a struct in itself', `struct nasty { struct nasty x; int (*nasty_hook)(void); };\n${used('nasty')}`],
  [
    'two structs in each other',
    `struct na { struct nb x; };\nstruct nb { struct na y; int (*nasty_hook)(void); };\n${used('na')}\n${used('nb')}`,
  ],
  ['a struct in an array in itself', `struct nasty { struct nasty x[2]; int (*nasty_hook)(void); };\n${used('nasty')}`],
  [
    'a struct without a name in itself',
    `struct nasty { struct { struct nasty; }; int (*nasty_hook)(void); };\n${used('nasty')}`,
  ],
  ['an anonymous member that is itself', `struct nasty { struct nasty; int (*nasty_hook)(void); };\n${used('nasty')}`],
  [
    'anonymous members in each other',
    `struct na { struct nb; };\nstruct nb { struct na; int (*nasty_hook)(void); };\n${used('na')}\n${used('nb')}`,
  ],
  ['a typedef of itself', 'typedef nasty_t nasty_t;\nstatic nasty_t nasty_x = { 0 };'],
  [
    'typedefs in a circle',
    'typedef nb_t na_t;\ntypedef na_t nb_t;\nstatic na_t nasty_x = { 0 };\nstatic int nasty_f(na_t *p) { return p->vm_ops->a(1) + (*p).b(); }',
  ],
  [
    'a typedef in the struct that it names',
    `typedef struct nasty { nasty_t x; } nasty_t;\nstatic nasty_t nasty_x = { { 0 } };\n${used('nasty')}`,
  ],
  [
    'typeof itself',
    'static int nasty_h(void) { return nasty_x->vm_ops->a(1) + na.b(); }\nstatic typeof(nasty_x) nasty_x = { 0 };\nstatic typeof(nb) na = { 0 };\nstatic typeof(na) nb = { 0 };',
  ],
  [
    'typeof a function by itself',
    'static typeof(nasty_f(0)) nasty_f(int x) { typeof(y) y = nasty_f(0); return y->vm_ops->x; }',
  ],
  [
    'typeof a member of itself',
    `struct nasty { typeof(((struct nasty *)0)->x) x; };\nstatic struct nasty nasty_x = { 0 };\n${used('nasty')}`,
  ],
  [
    'a typedef of an array of itself',
    `typedef nasty_t nasty_t[2];\nstruct nasty { nasty_t x; int (*nasty_hook)(void); };\n${used('nasty')}`,
  ],
  [
    'a typedef of a pointer to itself',
    `typedef nasty_t *nasty_t;\nstruct nasty { nasty_t x; nasty_t; int (*nasty_hook)(void); };\n${used('nasty')}`,
  ],
  ['tags that macros rename in a circle', `#define na nb\n#define nb na\n${used('na')}`],
  [
    'members that double',
    `struct n0 { int (*nasty_hook)(void); };\n${Array.from({ length: 40 }, (_, i) => `struct n${i + 1} { struct n${i}; struct n${i}; };\n`).join('')}${used('n40')}`,
  ],
  ['an enum of itself', 'enum nasty { NASTY_A = NASTY_A + 1, NASTY_B = NASTY_C, NASTY_C = NASTY_B };'],
  ['an include of itself', '#include "shmem.c"\n#include <linux/mm.h>'],
  [
    'a macro of itself',
    '#define nasty_f(x) nasty_f(x)\n#define NA(x) NB(x)\n#define NB(x) NA(x)\nint nasty_g(int x) { return nasty_f(x) + NA(x); }',
  ],
  [
    'a macro that doubles itself',
    '#define NASTY(x) NASTY(x) NASTY(x)\nint nasty_g(int x) { return NASTY(x)->vm_ops->x; }',
  ],
  [
    'a function that calls itself',
    'int nasty_f(struct vm_area_struct *vma) { return nasty_f(vma) + nasty_g(vma); }\nint nasty_g(struct vm_area_struct *vma) { return nasty_f(vma); }',
  ],
  [
    'a variable of itself',
    'int nasty_f(void) { void *x = x; struct vm_uffd_ops *ops = ops; return ops->can_userfault(x, 0); }',
  ],
  ['tables of each other', 'extern struct vm_uffd_ops nb;\nstruct vm_uffd_ops na = nb;\nstruct vm_uffd_ops nb = na;'],
];
