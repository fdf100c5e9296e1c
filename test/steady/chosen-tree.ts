/**
 * Trees in which a name means something else in every file: macros of headers that `#if` chooses from, macros whose inner macros the
 * files define, structs that go by several names, sources that others include, headers that leave their includes to others, and
 * functions and macros in circles. The same seed makes the same tree.
 */
import { random } from '../robust/random.ts';

/** The ops structs of such a tree, each under the name that questions know it by. */
export const CHOSEN_OPS: readonly string[] = ['plain_ops', 'first_t', 'local_ops'];

const FOLDERS = ['mm', 'fs', 'drivers/usb', 'drivers/net'];

const shared: Readonly<Record<string, string>> = {
  'include/linux/ops.h': `struct plain_ops { int (*run)(int); void (*stop)(void); };
typedef struct { int (*go)(int); } first_t, second_t;
struct holder { const struct plain_ops *ops; const first_t *typed; };
`,
  'include/linux/small.h': '#define MAKE(n) static const struct plain_ops n##_small = { .run = n };\n',
  'include/linux/big.h':
    '#define MAKE(n) static const struct plain_ops n##_big = { .run = n }; static const first_t n##_typed = { .go = n };\n',
  'include/linux/choice.h':
    '#ifdef CONFIG_SMALL\n#include <linux/small.h>\n#else\n#include <linux/big.h>\n#endif\n#define CALL(h, x) (h)->ops->run(x)\n',
  'include/linux/outer.h':
    '#define OUTER(n) INNER(n)\n#define CIRCLE(h) (ROUND(h) + INNER_CALL(h))\n#define ROUND(h) CIRCLE(h)\n',
  'fs/local.h': 'struct local_ops { int (*look)(int); };\n',
  // It has nothing included: what `plain_ops` is, those that include it know.
  'mm/internal.h': 'static inline int through(const struct holder *h) { return h->ops->run(1); }\n',
};

/** What a file makes of the inner macro of \`OUTER\`. */
const INNER = [
  '#define INNER(n) extern int n##_x;',
  '#define INNER(n) static const struct plain_ops n##_inner = { .run = n, .stop = halt };',
  '#define INNER(n) static second_t n##_second = { .go = n };',
];

const INNER_CALL = ['#define INNER_CALL(h) (0)', '#define INNER_CALL(h) ((h)->typed->go(2))'];

/** Pieces of code, each of a file's own name. */
const PIECES: readonly ((name: string) => string)[] = [
  (name) => `MAKE(${name}_run)`,
  (name) => `OUTER(${name}_run)`,
  (name) => `static const first_t ${name}_first = { .go = ${name}_run };`,
  (name) => `static struct plain_ops ${name}_plain = { .run = ${name}_run };`,
  (name) => `static const struct local_ops ${name}_look = { .look = ${name}_run };`,
  (name) => `int ${name}_call(const struct holder *h) { return CALL(h, 3) + h->typed->go(4); }`,
  (name) => `int ${name}_circle(const struct holder *h) { return CIRCLE(h); }`,
  (name) => `int ${name}_round(const struct holder *h) { return ROUND(h); }`,
  (name) =>
    `int ${name}_b(struct holder *h, int n);\nint ${name}_a(struct holder *h, int n) { if (n) ${name}_b(h, n); return h->ops->run(n); }
int ${name}_b(struct holder *h, int n) { if (n) ${name}_a(h, n); h->ops->stop(); return 0; }`,
  (name) => `int ${name}_set(struct holder *h) { h->ops = &${name}_plain; return through(h); }`,
];

/** The texts of a tree, by path. */
export function chosenTree(seed: number): ReadonlyMap<string, string> {
  const next = random(seed);
  const pick = <T>(from: readonly T[]): T | undefined => from[Math.floor(next() * from.length)];
  const texts = new Map(Object.entries(shared));
  const paths = Array.from({ length: 14 }, (_, i) => `${pick(FOLDERS)}/f${i}.c`);
  for (const [i, path] of paths.entries()) {
    const name = `f${i}`;
    const isPart = next() < 0.3;
    const includes = ['ops', pick(['small', 'big', 'choice', 'choice']), 'outer'].map(
      (each) => `#include <linux/${each}.h>`,
    );
    const pieces = PIECES.filter(() => next() < 0.5).map((piece) => piece(name));
    const text = [
      // What another source includes has its names from there.
      ...(isPart ? [] : includes),
      ...(next() < 0.4 ? ['#include "../fs/local.h"', '#include "../mm/internal.h"'] : []),
      ...(isPart && next() < 0.5 ? [] : [pick(INNER), pick(INNER_CALL)]),
      `static int ${name}_run(int x) { return x; }`,
      ...pieces,
    ].join('\n');
    texts.set(path, `${text}\n`);
    if (!isPart) continue;
    for (const other of paths.slice(0, i).filter((each) => each.startsWith(path.slice(0, path.lastIndexOf('/'))))) {
      if (next() < 0.6) texts.set(other, `${texts.get(other)}#include "${name}.c"\n`);
    }
  }
  return texts;
}
