/** What the command takes: each question cold, with an empty cache folder, and warm, after a run that filled it. */
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
}

/** Runs `opscope` on a tree. */
export function ask(tree: string, args: readonly string[], cache: string): Promise<Taken> {
  // `check` ends with 1 when it finds something.
  return measure(process.execPath, [command, ...args, '--tree', tree], {
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
    const said = verdict(new Set(found.map(({ file, line }) => `${file}:${line}`)), truth.tables);
    return said === 'right' ? '' : said;
  };
  return [
    {
      id: 'matrix',
      args: ['matrix', '--format', 'json', ...narrow],
      wrong: has('"shmem_mfill_folio_alloc"'),
      goal: '0.6 s, 200 MB',
      warmGoal: '0.2 s',
    },
    {
      id: 'whole-matrix',
      args: ['matrix', '--format', 'json'],
      wrong: has('"shmem_mfill_folio_alloc"'),
      goal: '2.5 s',
      warmGoal: '0.25 s',
    },
    {
      id: 'reach',
      args: ['reach', '--format', 'json', ...narrow],
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
      args: ['check', 'mm', 'fs', 'virt', 'drivers', '--format', 'json', ...narrow],
      wrong: has('pgtable-in-module'),
      goal: '',
      warmGoal: '',
    },
  ];
}

/** The rows of the command. */
export function commandRows(tree: string, truth: Truth): Row[] {
  return questions(truth).flatMap(({ id, args, wrong, goal, warmGoal }) => {
    const figure = (taken: readonly Taken[]) => figureOf(taken, taken.map(({ out }) => wrong(out)).find(Boolean));
    const what = `opscope ${args.filter((each) => each !== '--format' && each !== 'json').join(' ')}`;
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
}
