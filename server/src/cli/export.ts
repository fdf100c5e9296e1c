/** `opscope export`: all facts of a tree in one file, for other tools. */
import type { Fact } from '../features/export/fact.ts';
import { FactBaseWriter } from '../features/export/fact-base.ts';
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
  else await intoFile(options.out, tree, (file) => WRITERS[form](all, file, tree));
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

/** Writes facts in one form; the file is asked for with the first of them. */
type Writer = (all: Lots, file: () => NewFile, tree: OpenTree) => Promise<void>;

const WRITERS: Readonly<Record<Form, Writer>> = {
  async jsonl(all, file) {
    for await (const portion of portions(all)) file().write(`${portion}`);
  },
  async sqlite(all, file, tree) {
    let writer: FactBaseWriter | null = null;
    for await (const lot of all) {
      writer ??= new FactBaseWriter(await tree.base(file().scratch));
      for (const fact of lot) writer.write(fact);
    }
    writer?.close();
  },
  async scip(all, file, tree) {
    const writer = await tree.index((bytes) => file().write(bytes));
    for await (const lot of all) for (const fact of lot) writer.write(fact);
    writer.close();
  },
};

/** Has a file written, which is there when it is whole. */
async function intoFile(
  path: string,
  { create }: OpenTree,
  write: (file: () => NewFile) => Promise<void>,
): Promise<void> {
  let file: NewFile | null = null;
  try {
    await write(() => {
      file ??= create(path);
      return file;
    });
    begun(file)?.keep();
  } catch (error) {
    throw refused(error, path) ?? error;
  } finally {
    begun(file)?.discard();
  }
}

/** What the system says against a file, as a wrong use of the command; null for any other error. */
function refused(error: unknown, path: string): UsageError | null {
  if (error instanceof NotWritten) return new UsageError(error.message);
  const isDisk = error instanceof Error && error.name === 'SQLite3Error' && /\bdisk\b/.test(error.message);
  return isDisk ? new UsageError(`${path}: cannot be written: ${error.message}`) : null;
}

/** The compiler does not see that somebody else sets it. */
function begun(file: NewFile | null): NewFile | null {
  return file;
}

/** Prints the facts, no faster than they are taken. */
async function printed(all: Lots, output: Output): Promise<void> {
  for await (const portion of portions(all)) {
    output.out(portion);
    await output.taken();
  }
}
