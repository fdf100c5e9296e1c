/** What the command takes: matrix and tables, cold and warm. */
import { command } from '../harness/command.ts';
import { inScratch, measure, quantile, repeat, type Taken } from './machine.ts';
import { megabytes, type Row, seconds, without } from './table.ts';

/** A question to the command. */
interface Question {
  readonly what: string;
  readonly args: readonly string[];
  /** Something that the right answer has. */
  readonly right: RegExp;
  readonly goal: string;
  readonly warmGoal?: string;
  readonly runs: number;
}

const questions: readonly Question[] = [
  {
    what: 'opscope matrix',
    args: ['matrix', '--format', 'json'],
    right: /"shmem_mfill_folio_alloc"/,
    goal: '600 ms, 200 MB',
    warmGoal: '200 ms',
    runs: 5,
  },
  {
    what: 'opscope tables --ops vm_operations_struct --all-folders',
    args: ['tables', '--ops', 'vm_operations_struct', '--all-folders'],
    right: /"name":"shmem_vm_ops"/,
    goal: '3 s, 400 MB',
    runs: 3,
  },
  {
    what: 'opscope tables --ops all, mm fs ipc virt',
    args: ['tables', '--ops', 'all', '--folders', 'mm,fs,ipc,virt'],
    right: /"name":"shmem_vm_ops"/,
    goal: '6 s',
    runs: 3,
  },
  {
    what: 'opscope dispatch',
    args: ['dispatch'],
    right: /"function":"__mfill_atomic_pte"/,
    goal: '',
    runs: 3,
  },
];

function row(what: string, goal: string, taken: readonly Taken[], right: RegExp): Row {
  const wrong = taken.some(({ out }) => !right.test(out)) ? ' (wrong answer)' : '';
  const middle = quantile(
    taken.map((each) => each.seconds),
    0.5,
  );
  const peaks = taken.flatMap((each) => each.megabytes ?? []);
  return {
    what,
    goal,
    figure: seconds(middle) + wrong,
    memory: megabytes(peaks.length > 0 ? Math.max(...peaks) : null),
  };
}

/** Asks cold, each time with an empty cache folder, then warm, after the last of them. */
async function ask(tree: string, { what, args, right, goal, warmGoal, runs }: Question): Promise<Row[]> {
  const run = (OPSCOPE_CACHE: string) =>
    measure(process.execPath, [command, ...args, '--tree', tree], { env: { OPSCOPE_CACHE } });
  try {
    const cold = await repeat(runs, () => inScratch(run));
    const warm = await inScratch(async (cache) => {
      await run(cache);
      return repeat(runs, () => run(cache));
    });
    return [row(`${what}, cold`, goal, cold, right), row(`${what}, warm`, warmGoal ?? '', warm, right)];
  } catch (error) {
    return [without(what, error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error))];
  }
}

/** The rows of the command. */
export async function commandRows(tree: string): Promise<Row[]> {
  const rows: Row[] = [];
  for (const question of questions) rows.push(...(await ask(tree, question)));
  return rows;
}
