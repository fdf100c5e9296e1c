/** What questions take on trees of ever more files, each a part of the next: time that grows faster than the files is a fault. */
import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ask } from './command.ts';
import { CAP, inScratch, type Taken } from './machine.ts';
import { type Figure, megabytes, type Row, seconds } from './table.ts';

/** How many C files the trees have; what a kernel has beyond the last is left out. */
const SIZES = [1000, 5000, 10_000, 20_000, 40_000, 64_000];

/** What the root of a kernel tree is known by. */
const ROOT = ['Makefile', 'Kbuild', 'Kconfig', 'MAINTAINERS'];

/** A question to trees of up to so many files. */
interface Question {
  readonly id: string;
  readonly args: readonly string[];
  readonly most: number;
  /** Whether it is asked when it was asked before, and an earlier run has left what it keeps. */
  readonly warm: boolean;
  /** What a right answer has in it. */
  readonly has: string;
}

const QUESTIONS: readonly Question[] = [
  { id: 'cold', args: ['matrix'], most: 64_000, warm: false, has: '"shmem_mfill_folio_alloc"' },
  { id: 'warm', args: ['matrix'], most: 64_000, warm: true, has: '"shmem_mfill_folio_alloc"' },
  // Of all of the tree there is a row of its own.
  { id: 'all', args: ['tables', '--ops', 'all'], most: 20_000, warm: false, has: '"name":"shmem_uffd_ops"' },
];

/** The rows of sizes, on parts of a tree that has these C files. */
export function sizeRows(tree: string, files: readonly string[]): Row[] {
  return QUESTIONS.map((question) => {
    const sizes = SIZES.filter((size) => size <= Math.min(question.most, files.length));
    const thousands = sizes.map((size) => size / 1000).join(', ');
    return {
      id: `sizes-${question.args[0]}-${question.id}`,
      what: `${question.args.join(' ')}, ${question.warm ? 'warm' : 'cold'}: ${thousands} thousand files`,
      goal: 'no faster than the files',
      measure: async () => figureOfSizes(sizes, await taken(tree, inOrder(files), sizes, question)),
    };
  });
}

/** What the question is about, then all other files as they come by the sums of their names: every size is a sample of the tree. */
function inOrder(files: readonly string[]): readonly string[] {
  const isAsked = (path: string): boolean => path.startsWith('mm/') || path === 'include/linux/userfaultfd_k.h';
  const sum = (path: string): string => createHash('sha1').update(path).digest('hex');
  const key = new Map(files.map((path) => [path, isAsked(path) ? '' : sum(path)]));
  return [...files].sort((a, b) => ((key.get(a) ?? '') < (key.get(b) ?? '') ? -1 : 1));
}

/** Asks about one size after the other; the first that takes too long is the last. */
function taken(tree: string, files: readonly string[], sizes: readonly number[], question: Question): Promise<Taken[]> {
  return inScratch(async (folder) => {
    const root = join(folder, 'linux');
    for (const name of ROOT) copy(tree, root, name);
    const found: Taken[] = [];
    for (const [at, size] of sizes.entries()) {
      for (const path of files.slice(sizes[at - 1] ?? 0, size)) copy(tree, root, path);
      const one = await askOnce(root, join(folder, `cache-${size}`), question).catch(() => null);
      if (one === null) break;
      if (!one.out.includes(question.has)) throw new Error(`wrong answer of ${size} files`);
      found.push({ ...one, out: '' });
    }
    return found;
  });
}

async function askOnce(root: string, cache: string, { args, warm }: Question): Promise<Taken> {
  if (warm) await ask(root, args, cache);
  return ask(root, args, cache);
}

/** Copies, and does not link: a link would change the time of the kernel's own file. */
function copy(from: string, to: string, path: string): void {
  mkdirSync(dirname(join(to, path)), { recursive: true });
  copyFileSync(join(from, path), join(to, path));
}

/** Each size's figure, and the step at which the time grew most beside the files. */
function figureOfSizes(sizes: readonly number[], found: readonly Taken[]): Figure {
  const cpu = found.map((each) => each.cpu ?? each.seconds);
  const steps = cpu.slice(1).map((each, at) => growth(each, cpu[at]) / growth(sizes[at + 1], sizes[at]));
  const times = found.map((each) => seconds(each.seconds));
  const ended = found.length < sizes.length ? [`more than ${CAP} s`] : [];
  return {
    measured: [...times, ...ended].join(', ') + (steps.length > 0 ? `: ${Math.max(...steps).toFixed(2)} at most` : ''),
    cpu: cpu.map(seconds).join(', '),
    memory: found.map((each) => megabytes(each.megabytes)).join(', '),
  };
}

const growth = (now = Number.NaN, before = Number.NaN): number => now / before;
