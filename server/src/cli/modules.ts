/** `opscope modules PATHS`: built-in, module or either, and the Kbuild line that says so. */
import { kbuildOf, type ModulesAnswer, modules } from '../features/modules.ts';
import type { ModuleStatus } from '../kbuild/status.ts';
import { noSuchPath, sourcesAt } from '../rules/sources.ts';
import { type Arguments, type Asked, namedConfig, type OpenTree, type Output, UsageError } from './io.ts';
import { withNotes } from './notes.ts';
import { Shown, shown } from './shown.ts';
import { type Cell, columns, type Paint, paintFor } from './style.ts';

/** Prints the status of C files, and of all C files in folders. */
export function modulesCommand(open: OpenTree, args: Arguments, format: 'text' | 'json', output: Output): number {
  const answer = modulesAnswer(open, args);
  output.out(format === 'json' ? Shown.json(withNotes(answer, open), 2) : modulesText(answer, paintFor(output)));
  for (const note of answer.notes) output.err(shown`opscope: ${note}\n`);
  return 0;
}

/** What C files are built as, and all C files in folders. */
export function modulesAnswer(open: OpenTree, args: Asked): ModulesAnswer {
  const { snapshot, tree } = open;
  if (args.rest.length === 0) throw new UsageError('modules takes files or folders of the tree');
  const files = args.rest.flatMap((path) => {
    const found = sourcesAt(snapshot.source, path);
    if (found === null) throw new UsageError(noSuchPath(snapshot.source, path));
    return found.filter((each) => each.endsWith('.c'));
  });
  const config = namedConfig(open, args.options);
  const kbuild = kbuildOf(snapshot, config?.text ?? null);
  return modules(snapshot.source, [...new Set(files)], tree, config, kbuild);
}

/** A line for each file. */
export function modulesText(answer: ModulesAnswer, paint: Paint): Shown {
  const lines = columns(answer.files.map((each) => row(each, paint)));
  if (answer.configFile) lines.push(paint.dim(`As ${answer.configFile} has it.`));
  return Shown.lines(lines);
}

function row(each: ModuleStatus, paint: Paint): Cell[] {
  const status = each.status === 'module' || each.status === 'either' ? paint.warn : paint.good;
  const where = each.why === null ? '' : `${each.why.file}:${each.why.line}`;
  const by = each.includedBy === null ? '' : `, included by ${each.includedBy}`;
  return [
    { text: each.file },
    { text: each.status, paint: status },
    { text: each.config ?? '-', paint: paint.name },
    { text: `${where}${by}`, paint: paint.dim },
    { text: arches(each), paint: paint.dim },
  ];
}

/** Above this many architectures, those that differ are what a person wants to see. */
const FEW = 6;

function arches({ moduleOn, builtInOn, status, cut }: ModuleStatus): string {
  if (cut !== undefined) return `not known for certain: ${cut.message}`;
  if (moduleOn.length === 0 || status === 'unbuilt') return '';
  const onlyBuiltIn = builtInOn.filter((each) => !moduleOn.includes(each));
  const on = moduleOn.length > FEW ? `${moduleOn.length} architectures` : moduleOn.join(', ');
  const never = onlyBuiltIn.length > FEW ? `${onlyBuiltIn.length} others` : onlyBuiltIn.join(', ');
  return `module on ${on}${never === '' ? '' : `; only built in on ${never}`}`;
}
