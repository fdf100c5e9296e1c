/**
 * Compares opscope's answers with clang's syntax trees of the same kernel (docs/accuracy.md).
 *
 *     npm run truth -- TREE [--record FILE] [--folders A,B] [--files A,B] [--calls A,B] [--examples N]
 *                      [--answers FOLDER] [--keep-answers] [--extract-only] [--no-modules]
 *
 * Exit 1 when a figure is below its goal.
 */
import { copyFileSync, existsSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { projectRoot } from '../harness/root.ts';
import { buildPlugin } from './build-plugin.ts';
import { checkPlugin } from './check-plugin.ts';
import { ask } from './compare/answers.ts';
import { compare } from './compare/compare.ts';
import { reachesGoals, report } from './compare/report.ts';
import { extract } from './extract.ts';
import { moduleTruth } from './modules/modules.ts';
import { FOLDERS, type TruthFolder, truthFolder } from './places.ts';

/** The files whose direct calls are compared unless others are named. */
const CALL_FILES = ['mm/userfaultfd.c', 'mm/shmem.c', 'mm/hugetlb.c', 'mm/memory.c', 'fs/proc/task_mmu.c'];

/** What the product reads beside the folders compared: types are declared there, and macros defined. */
const HEADERS = ['include', 'arch/x86/include'];

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      record: { type: 'string' },
      folders: { type: 'string' },
      files: { type: 'string' },
      calls: { type: 'string' },
      examples: { type: 'string', default: '5' },
      answers: { type: 'string' },
      'keep-answers': { type: 'boolean', default: false },
      'extract-only': { type: 'boolean', default: false },
      'no-modules': { type: 'boolean', default: false },
    },
  });
  const tree = positionals[0];
  if (tree === undefined) throw new Error('which kernel tree? npm run truth -- TREE');
  const truth = truthFolder(resolve(tree));
  mkdirSync(truth.folder, { recursive: true });
  if (values.record !== undefined) copyFileSync(values.record, truth.record);
  const folders = values.folders?.split(',') ?? FOLDERS;
  await takeTruth(truth, folders);
  if (values['extract-only']) return 0;

  const only = values.files?.split(',') ?? [];
  const callFiles = values.calls?.split(',') ?? (only.length > 0 ? only : CALL_FILES);
  const answers = values.answers ?? join(truth.folder, 'answers');
  if (values.answers === undefined) askAll(truth, folders, callFiles, answers, values['keep-answers']);
  const compared = await compare({ truth, answers, folders, only, callFiles });
  console.log(`Linux ${truth.version}, ${compared.units} compiled files, ${compared.faulty.length} with errors`);
  console.log(report(compared.scores, Number(values.examples)));
  if (values['no-modules'] || only.length > 0) return reachesGoals(compared.scores) ? 0 : 1;
  const modules = moduleTruth(truth, { work: null, all: false });
  console.log(modules.text);
  return reachesGoals(compared.scores) && modules.reachesGoal ? 0 : 1;
}

/** Lets clang read what it has not read yet. */
async function takeTruth(truth: TruthFolder, folders: readonly string[]): Promise<void> {
  if (!existsSync(truth.record)) {
    throw new Error(`no compile lines of Linux ${truth.version}: give them with --record FILE (docs/accuracy.md)`);
  }
  const plugin = buildPlugin(join(projectRoot, 'test/truth/plugin'));
  await checkPlugin(plugin, join(projectRoot, 'test/truth/sample'));
  await extract(truth, folders, plugin);
}

/** Asks the command line as a user would. */
function askAll(
  truth: TruthFolder,
  folders: readonly string[],
  callFiles: readonly string[],
  answers: string,
  keep: boolean,
): void {
  const program = join(projectRoot, 'dist/opscope.cjs');
  if (!existsSync(program)) throw new Error('no dist/opscope.cjs: npm run build');
  const common = ['--tree', truth.tree, '--folders', [...folders, ...HEADERS].join(',')];
  ask(program, ['tables', '--ops', 'all', ...common], join(answers, 'tables.jsonl'), keep);
  ask(program, ['dispatch', '--ops', 'all', ...common], join(answers, 'dispatch.jsonl'), keep);
  ask(program, ['calls', ...common, ...callFiles], join(answers, 'calls.jsonl'), keep);
}

process.exitCode = await main();
