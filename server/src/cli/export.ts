/** `opscope export`: all facts of a tree in one file, for other tools. */
import type { Fact } from '../features/export/fact.ts';
import { facts } from '../features/export/facts.ts';
import { type NewFile, NotWritten } from '../model/new-file.ts';
import { type Arguments, type OpenTree, type Output, UsageError } from './io.ts';
import { FORMS } from './options.ts';
import { Shown } from './shown.ts';

/** The ops structs that are told, none for all, and those that the rules look at. */
export interface ExportedOps {
  readonly ops: readonly string[];
  readonly checked: readonly string[];
}

/** Writes the facts of a tree. */
export async function exportCommand(
  tree: OpenTree,
  { options }: Arguments,
  ops: ExportedOps,
  output: Output,
): Promise<number> {
  const form = formOf(options.format ?? 'jsonl');
  if (options.out === undefined && form !== 'jsonl') throw new UsageError(`${form} is a file: name it with -o FILE`);
  const wanted = options['with-values'] ? 'facts with values' : 'facts';
  const { snapshot, program } = tree;
  const batches = () => tree.everything(wanted);
  const all = facts({ snapshot, tree: tree.tree, version: program.version, batches, ...ops });
  if (options.out === undefined) await printed(all, output);
  else await written(all, tree.create, options.out);
  return 0;
}

type Form = (typeof FORMS.export)[number];

function formOf(name: string): Form {
  const form = FORMS.export.find((each) => each === name);
  if (!form) throw new UsageError(`no format "${name}"; export has ${FORMS.export.join(', ')}`);
  return form;
}

type Lots = AsyncIterable<readonly Fact[]>;

/** So many letters are written in one go. */
const AT_A_TIME = 1 << 16;

/** Lines in portions. */
async function* portions(all: Lots): AsyncGenerator<Shown, void, void> {
  let lines: Shown[] = [];
  let letters = 0;
  for await (const lot of all) {
    for (const fact of lot) {
      const line = Shown.json(fact);
      lines.push(line);
      letters += `${line}`.length;
      if (letters < AT_A_TIME) continue;
      yield Shown.joined(lines, '');
      lines = [];
      letters = 0;
    }
  }
  if (lines.length > 0) yield Shown.joined(lines, '');
}

/** Writes them to a file, which is there when it is whole. */
async function written(all: Lots, create: OpenTree['create'], path: string): Promise<void> {
  try {
    let file: NewFile | null = null;
    try {
      for await (const portion of portions(all)) {
        file ??= create(path);
        file.write(`${portion}`);
      }
      file?.keep();
    } finally {
      file?.discard();
    }
  } catch (error) {
    throw error instanceof NotWritten ? new UsageError(error.message) : error;
  }
}

/** Prints the facts, no faster than they are taken. */
async function printed(all: Lots, output: Output): Promise<void> {
  for await (const portion of portions(all)) {
    output.out(portion);
    await output.taken();
  }
}
