/**
 * Compares opscope's answers with clang's syntax trees of the same kernel (docs/accuracy.md).
 *
 *     npm run truth -- TREE [--set NAME] [--record FILE] [--folders A,B] [--files A,B] [--calls A,B] [--examples N]
 *                      [--answers FOLDER] [--keep-answers] [--extract-only] [--no-modules] [--values] [--beside A,B]
 *
 * Exit 1 when a figure is below its goal.
 */
import { copyFileSync, existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { projectRoot } from '../harness/root.ts';
import { buildPlugin } from './build-plugin.ts';
import { checkPlugin } from './check-plugin.ts';
import { ask } from './compare/answers.ts';
import { compare } from './compare/compare.ts';
import { knownOf } from './compare/conditions.ts';
import { reachesGoals, report } from './compare/report.ts';
import { compileLines } from './compile-lines.ts';
import { extract, factRecords, keepers, valueRecords } from './extract.ts';
import { configOf, keep, moduleTruth } from './modules/modules.ts';
import { takeRecord } from './modules/record.ts';
import { type TruthFolder, truthFolder } from './places.ts';

/** The files whose direct calls are compared unless others are named. */
const CALL_FILES = ['mm/userfaultfd.c', 'mm/shmem.c', 'mm/hugetlb.c', 'mm/memory.c', 'fs/proc/task_mmu.c'];

/** What the product reads beside the folders compared: types are declared there, and macros defined. */
const HEADERS = ['include', 'arch/x86/include'];

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      set: { type: 'string' },
      record: { type: 'string' },
      folders: { type: 'string' },
      files: { type: 'string' },
      calls: { type: 'string' },
      examples: { type: 'string', default: '5' },
      answers: { type: 'string' },
      'keep-answers': { type: 'boolean', default: false },
      'extract-only': { type: 'boolean', default: false },
      values: { type: 'boolean', default: false },
      beside: { type: 'string' },
      'no-modules': { type: 'boolean', default: false },
    },
  });
  const tree = positionals[0];
  if (tree === undefined) throw new Error('which kernel tree? npm run truth -- TREE');
  const truth = truthFolder(resolve(tree), values.set, values.folders?.split(','));
  if (values.record !== undefined) copyRecord(values.record, truth);
  const folders = values.folders?.split(',') ?? truth.folders;
  await takeTruth(truth, folders, values.values);
  if (values['extract-only']) return 0;

  const only = values.files?.split(',') ?? [];
  const usual = values.set === undefined ? CALL_FILES : [];
  const callFiles = values.calls?.split(',') ?? (only.length > 0 ? only : usual);
  const answers = values.answers ?? join(truth.folder, 'answers');
  const beside = values.values ? ['kernel', ...(values.beside?.split(',') ?? [])] : null;
  if (values.answers === undefined) askAll(truth, folders, callFiles, answers, values['keep-answers'], beside);
  const compared = await compare({
    truth,
    answers,
    known: knownOf(truth.record),
    values: values.values,
    folders,
    only,
    callFiles,
  });
  console.log(`Linux ${truth.version}, ${compared.units} compiled files, ${compared.faulty.length} with errors`);
  console.log(report(compared.scores, Number(values.examples)));
  // The modules are those of the usual folders, whichever set is compared.
  if (values['no-modules'] || values.set !== undefined || only.length > 0) return reachesGoals(compared.scores) ? 0 : 1;
  const modules = moduleTruth(truth, { work: null, all: false });
  console.log(modules.text);
  return reachesGoals(compared.scores) && modules.reachesGoal ? 0 : 1;
}

/** Keeps a record that was taken before, and its .config where that is beside it. */
function copyRecord(record: string, truth: TruthFolder): void {
  copyFileSync(record, truth.record);
  if (existsSync(configOf(record))) copyFileSync(configOf(record), configOf(truth.record));
}

/** What kbuild is asked for, a slash behind each: the folders, or for one without a Makefile the folder around it. */
function targetsOf({ tree, folders }: TruthFolder): string[] {
  const isTarget = (folder: string): boolean =>
    ['Makefile', 'Kbuild'].some((name) => existsSync(join(tree, folder, name)));
  return folders.map((folder) => `${isTarget(folder) ? folder : dirname(folder)}/`);
}

/** Lets clang read what it has not read yet. */
async function takeTruth(truth: TruthFolder, folders: readonly string[], values: boolean): Promise<void> {
  if (!existsSync(truth.record)) {
    keep(truth.record, takeRecord(truth.tree, join(truth.folder, 'build'), targetsOf(truth)));
  }
  const own = join(projectRoot, 'test/truth');
  const plugin = buildPlugin(join(own, 'plugin'));
  await checkPlugin(plugin, join(own, 'sample'), 'mm/sample.c');
  const lines = compileLines(truth.record, folders);
  await extract(truth, lines, plugin, factRecords(truth));
  if (!values) return;
  const second = buildPlugin(
    join(own, 'values'),
    ['members.h', 'places.h', 'records.h'].map((name) => `../plugin/${name}`),
  );
  await checkPlugin(second, join(own, 'sample'), 'mm/values.c');
  await extract(truth, [...keepers(truth.tree, lines), ...lines], second, valueRecords(truth));
}

/** Asks the command line as a user would. */
function askAll(
  truth: TruthFolder,
  folders: readonly string[],
  callFiles: readonly string[],
  answers: string,
  keep: boolean,
  beside: readonly string[] | null,
): void {
  const program = join(projectRoot, 'dist/opscope.cjs');
  if (!existsSync(program)) throw new Error('no dist/opscope.cjs: npm run build');
  const common = ['--format', 'json', '--tree', truth.tree, '--folders', [...folders, ...HEADERS].join(',')];
  ask(program, ['tables', '--ops', 'all', '--with-values', ...common], join(answers, 'tables.jsonl'), keep);
  ask(program, ['dispatch', '--ops', 'all', ...common], join(answers, 'dispatch.jsonl'), keep);
  if (callFiles.length > 0) ask(program, ['calls', ...common, ...callFiles], join(answers, 'calls.jsonl'), keep);
  if (beside === null) return;
  // What is handed over runs in the core of the kernel, and comes from anywhere.
  const wider = [...new Set([...folders, ...beside, ...HEADERS])].join(',');
  const whole = ['--format', 'json', '--tree', truth.tree, '--folders', wider];
  ask(program, ['dispatch', '--ops', 'all', ...whole], join(answers, 'wider.jsonl'), keep);
}

process.exitCode = await main();
