/** `opscope compare`: two proposals side by side, counted claim by claim. */
import { compare } from '../features/compare/compare.ts';
import type { Side } from '../features/compare/facts.ts';
import { NoSide, openSide, type SideSources, type SideTree } from '../features/compare/open-side.ts';
import { distinct } from '../features/compare/side-names.ts';
import { opsNames } from '../features/ops-names.ts';
import { COMPARE_GROUPS, type CompareAnswer, type CompareGroup } from '../model/compare-answers.ts';
import { Resolver } from '../resolve/ops/ops.ts';
import { compareMarkdown } from './compare-markdown.ts';
import { compareText, evidenceText } from './compare-text.ts';
import { type Arguments, type Asked, type OpenTree, type Output, UsageError } from './io.ts';
import { FORMS, namesIn } from './options.ts';
import { sarif } from './sarif.ts';
import { sarifSources } from './sarif-sources.ts';
import { Shown, shown } from './shown.ts';
import { paintFor } from './style.ts';

/** Prints the comparison; with --exit-code, ends with 1 where the sides differ. */
export async function compareCommand(
  tree: OpenTree,
  args: Arguments,
  ops: readonly string[],
  output: Output,
): Promise<number> {
  const { options } = args;
  const format = formOf(options.format ?? 'text');
  const { answer, side } = await compared(tree, args, ops);
  await print(answer, { format, evidence: options.evidence ?? null, side, tree }, output);
  for (const note of answer.notes) output.err(shown`opscope: ${note}\n`);
  return options['exit-code'] && !answer.same ? 1 : 0;
}

/** A comparison, and the second side of it. */
export async function compared(
  tree: OpenTree,
  args: Asked,
  ops: readonly string[],
): Promise<{ readonly answer: CompareAnswer; readonly side: Side }> {
  const { options } = args;
  const groups = groupsOf(options.only);
  const [one, other] = sidesOf(args);
  const names = namesOf([one, other, ...(options.base === undefined ? [] : [options.base])], options.as ?? []);
  const a = await sideOf(names[0] ?? one, one, tree);
  const b = await sideOf(names[1] ?? other, other, tree);
  const base = options.base === undefined ? null : await sideOf(names[2] ?? options.base, options.base, tree);
  const query = { ops: structOf(a, ops), type: options.for ?? null, groups };
  const answer = compare([a, b], base, query);
  const gaps = new Set([a, b, ...(base ? [base] : [])].flatMap(({ snapshot }) => snapshot.gaps.texts()));
  return { answer: { ...answer, notes: [...answer.notes, ...gaps] }, side: b };
}

/** A side, by what is written for it. */
function sideOf(name: string, written: string, tree: OpenTree): Promise<Side> {
  return openSide(name, written, sourcesOf(tree)).catch((error: unknown) => {
    throw error instanceof NoSide ? new UsageError(error.message) : error;
  });
}

function sourcesOf(here: OpenTree): SideSources {
  return {
    here: asRead(here),
    beside: async (folder) => {
      const tree = await here.beside(folder);
      return tree && asRead(tree);
    },
    mailsAt: here.patches.mailsAt,
    treeIn: here.patches.treeIn,
  };
}

/** A tree of which no editor has another text. */
function asRead({ tree, snapshot }: OpenTree): SideTree {
  return { tree, snapshot, disk: snapshot.source };
}

type Form = (typeof FORMS.compare)[number];

function formOf(name: string): Form {
  const form = FORMS.compare.find((each) => each === name);
  if (!form) throw new UsageError(`no format "${name}"; compare has ${FORMS.compare.join(', ')}`);
  return form;
}

/** A group may be written with a dash for its space. */
function groupsOf(only: string | undefined): readonly CompareGroup[] {
  if (only === undefined) return COMPARE_GROUPS;
  return namesIn([only]).map((name) => {
    const group = COMPARE_GROUPS.find((each) => each === name || each.replace(' ', '-') === name);
    if (!group) throw new UsageError(`--only ${name}: there is no such group; there are ${COMPARE_GROUPS.join(', ')}`);
    return group;
  });
}

function sidesOf({ rest }: Asked): readonly [string, string] {
  const [a, b, more] = rest;
  if (a === undefined || b === undefined)
    throw new UsageError('compare what? Name two sides: folders, revisions, or MBOX@SIDE for a series on one');
  if (more !== undefined) throw new UsageError(`compare takes two sides, and no "${more}" besides`);
  return [a, b];
}

/** What the sides are called: as --as has it, else as they are written; the second of one name is marked. */
function namesOf(written: readonly string[], as: readonly string[]): readonly string[] {
  const given = new Map(as.map((each) => namedAs(each, written)));
  return distinct(written.map((side) => given.get(side) ?? side));
}

function namedAs(text: string, written: readonly string[]): readonly [side: string, name: string] {
  const at = text.indexOf('=');
  const [name, side] = [text.slice(0, Math.max(0, at)), text.slice(at + 1)];
  if (name === '') throw new UsageError(`--as ${text}: write NAME=SIDE`);
  if (!written.includes(side))
    throw new UsageError(`--as ${text}: ${side} is no side; there are ${written.join(', ')}`);
  return [side, name];
}

/** The one struct that is compared. */
function structOf({ snapshot }: Side, ops: readonly string[]): string {
  const names = opsNames(Resolver.of(snapshot), ops);
  if (names.length !== 1) throw new UsageError(`compare is about one ops struct, and --ops names ${names.length}`);
  return names[0] ?? '';
}

interface Printing {
  readonly format: Form;
  readonly evidence: string | null;
  /** The side that findings are introduced in. */
  readonly side: Side;
  readonly tree: OpenTree;
}

async function print(answer: CompareAnswer, { format, evidence, side, tree }: Printing, output: Output): Promise<void> {
  if (evidence !== null) {
    const metric = answer.metrics.find(({ id }) => id === evidence);
    if (!metric)
      throw new UsageError(`--evidence ${evidence}: there is no such row; the first column of the answer has them`);
    output.out(format === 'json' ? Shown.json(metric, 2) : evidenceText(metric, paintFor(output)));
  } else if (format === 'json') output.out(Shown.json(answer, 2));
  else if (format === 'sarif') output.out(Shown.json(await logOf(answer, side, tree), 2));
  else if (format === 'markdown') output.out(compareMarkdown(answer));
  else output.out(compareText(answer, paintFor(output)));
}

/** The findings that come with the second side, as a log. */
async function logOf(answer: CompareAnswer, { snapshot, tree: info, name }: Side, tree: OpenTree): Promise<object> {
  const findings = answer.findings.introduced.filter((each) => each.side === name).map(({ side: _, ...each }) => each);
  const sources = await sarifSources(tree);
  const log = { schema: answer.schema, tree: info, findings, suppressed: [], notes: answer.notes };
  return sarif(log, { ...sources, provenance: null, text: (file) => snapshot.source.read(file) });
}
