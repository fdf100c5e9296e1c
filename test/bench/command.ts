/** What the command takes: each question cold, with an empty cache folder, and warm, after a run that filled it. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { LIKELY_FOLDERS } from '../../server/src/index/folders.ts';
import { command } from '../harness/command.ts';
import { inScratch, measure, repeat, type Taken } from './machine.ts';
import { figureOf, type Row } from './table.ts';
import { type Truth, verdict } from './tree.ts';

/** A question to the command. */
interface Question {
  readonly id: string;
  readonly args: readonly string[];
  /** What is wrong with an answer; empty when it is right. */
  wrong(out: string): string;
  readonly goal: string;
  readonly warmGoal: string;
  /** The goal after another question; nothing where that is not asked. */
  readonly newGoal?: string;
}

/** Runs `opscope` on a tree. */
export function ask(tree: string, args: readonly string[], cache: string): Promise<Taken> {
  // `check` ends with 1 when it finds something.
  const form = args.includes('--format') ? [] : ['--format', 'json'];
  return measure(process.execPath, [command, ...args, ...form, '--tree', tree], {
    cwd: tree,
    env: { OPSCOPE_CACHE: cache },
    codes: [0, 1],
  });
}

const has = (part: string) => (out: string) => (out.includes(part) ? '' : 'wrong answer');

/** The objects of the command's JSON lines. */
export function rowsIn<T>(out: string): T[] {
  return out
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as T);
}

/** The folders that questions are asked of where the whole tree would hide what a question itself takes. */
const narrow = ['--folders', LIKELY_FOLDERS.join()];

function questions(truth: Truth): Question[] {
  const tables = (out: string): string => {
    const found = rowsIn<{ readonly file: string; readonly line: number }>(out);
    // The truth is without programs for the user's side.
    const kernel = found.filter(({ file }) => !file.startsWith('tools/'));
    const said = verdict(new Set(kernel.map(({ file, line }) => `${file}:${line}`)), truth.tables);
    return said === 'right' ? '' : said;
  };
  return [
    {
      id: 'matrix',
      args: ['matrix', ...narrow],
      wrong: has('"shmem_mfill_folio_alloc"'),
      goal: '0.6 s, 200 MB',
      warmGoal: '0.2 s',
    },
    {
      id: 'whole-matrix',
      args: ['matrix'],
      wrong: has('"shmem_mfill_folio_alloc"'),
      goal: '2.5 s',
      warmGoal: '0.25 s',
    },
    {
      id: 'reach',
      args: ['reach', ...narrow],
      wrong: has('"UFFDIO_COPY"'),
      goal: '',
      warmGoal: '0.5 s',
    },
    {
      id: 'tables-vm',
      args: ['tables', '--ops', 'vm_operations_struct'],
      wrong: tables,
      goal: '3 s, 400 MB',
      warmGoal: '',
      newGoal: '0.8 s',
    },
    {
      id: 'tables-all',
      args: ['tables', '--ops', 'all', '--folders', 'mm,fs,ipc,virt'],
      wrong: has('"name":"shmem_vm_ops"'),
      goal: '6 s',
      warmGoal: '',
    },
    {
      id: 'dispatch-all',
      args: ['dispatch', '--ops', 'all', '--folders', 'mm,fs,ipc,virt'],
      wrong: has('"function":"__mfill_atomic_pte"'),
      goal: '',
      warmGoal: '',
    },
    {
      id: 'check',
      args: ['check', 'mm', 'fs', 'virt', 'drivers', ...narrow],
      wrong: has('pgtable-in-module'),
      goal: '',
      warmGoal: '',
    },
  ];
}

/** Questions to all of the tree that are about much of it. */
function large(): readonly Question[] {
  return [
    {
      id: 'tables-fops',
      args: ['tables', '--ops', 'file_operations'],
      wrong: has('"name":"ext4_file_operations"'),
      goal: '6 s, 400 MB',
      warmGoal: '',
      newGoal: '1.5 s',
    },
    {
      id: 'explain-read-iter',
      args: ['explain', 'file_operations.read_iter'],
      wrong: has('ext4_file_read_iter'),
      goal: '',
      warmGoal: '',
      newGoal: '2 s',
    },
    {
      id: 'explain-work',
      args: ['explain', 'work_struct.func'],
      wrong: has('work_struct.func'),
      goal: '',
      warmGoal: '',
      newGoal: '2 s',
    },
  ];
}

/** Every struct of all of the tree. Nothing of it is kept, so there is no warm figure. */
const every: readonly Omit<Question, 'warmGoal' | 'newGoal'>[] = [
  {
    id: 'whole-tables-all',
    args: ['tables', '--ops', 'all'],
    wrong: has('"name":"shmem_vm_ops"'),
    goal: '60 s, 1 GB',
  },
  {
    id: 'whole-dispatch-all',
    args: ['dispatch', '--ops', 'all'],
    wrong: has('"function":"__mfill_atomic_pte"'),
    goal: '120 s, 1.5 GB',
  },
];

/** Exports, each into a file that is removed. */
const exports: readonly Pick<Question, 'id' | 'args' | 'goal'>[] = [
  { id: 'export', args: ['export', '--format', 'jsonl', '--folders', 'mm,fs,ipc,virt'], goal: '' },
  { id: 'export-sqlite', args: ['export', '--format', 'sqlite', '--folders', 'mm,fs,ipc,virt'], goal: '' },
  { id: 'export-scip', args: ['export', '--format', 'scip', '--folders', 'mm,fs,ipc,virt'], goal: '' },
  { id: 'whole-export', args: ['export', '--format', 'sqlite'], goal: '120 s, 1 GB' },
];

function exportRows(tree: string): Row[] {
  return exports.map(({ id, args, goal }) => ({
    id,
    what: `opscope ${args.join(' ')}`,
    goal,
    measure: () =>
      inScratch(async (cache) => {
        const file = join(cache, 'facts');
        const taken = await ask(tree, [...args, '--out', file], cache);
        return figureOf([taken], existsSync(file) ? '' : 'no file');
      }),
  }));
}

/** A question that was asked before is answered from what was kept of the answer: these come after another one. */
function newQuestionRows(tree: string, questions: readonly Question[]): Row[] {
  return questions.map(({ id, args, wrong, newGoal = '' }) => ({
    id: `${id}-new`,
    what: `opscope ${args.slice(0, 3).join(' ')}, after another question`,
    goal: newGoal,
    measure: () =>
      inScratch(async (cache) => {
        await ask(tree, ['tables', '--ops', 'vm_uffd_ops'], cache);
        const taken = await ask(tree, args, cache);
        return figureOf([taken], wrong(taken.out));
      }),
  }));
}

function everyRows(tree: string): Row[] {
  return every.map(({ id, args, wrong, goal }) => ({
    id,
    what: `opscope ${args.join(' ')}`,
    goal,
    async measure() {
      const taken = await inScratch((cache) => ask(tree, args, cache));
      return figureOf([taken], wrong(taken.out));
    },
  }));
}

/** The rows of the command. */
export function commandRows(tree: string, truth: Truth): Row[] {
  const asked = [...questions(truth), ...large()];
  const rows = asked.flatMap(({ id, args, wrong, goal, warmGoal }) => {
    const figure = (taken: readonly Taken[]) => figureOf(taken, taken.map(({ out }) => wrong(out)).find(Boolean));
    const what = `opscope ${args.join(' ')}`;
    const cold = (): Promise<Taken[]> => repeat(() => inScratch((cache) => ask(tree, args, cache)));
    const warm = (): Promise<Taken[]> =>
      inScratch(async (cache) => {
        await ask(tree, args, cache);
        return repeat(() => ask(tree, args, cache));
      });
    return [
      { id: `${id}-cold`, what: `${what}, cold`, goal, measure: async () => figure(await cold()) },
      { id: `${id}-warm`, what: `${what}, warm`, goal: warmGoal, measure: async () => figure(await warm()) },
    ];
  });
  const fresh = asked.filter(({ newGoal }) => newGoal !== undefined);
  return [...rows, ...newQuestionRows(tree, fresh), ...everyRows(tree), ...exportRows(tree)];
}
