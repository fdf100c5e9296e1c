/** Which findings a change introduced: those on its lines, and those that were not there before it. */

import { pushTo } from '../../base/add-to.ts';
import { folderOf } from '../../index/includes.ts';
import type { TreeSource } from '../../index/source.ts';
import type { Kbuild } from '../../kbuild/status.ts';
import type { Finding } from '../../model/findings.ts';
import { type Gap, gapPath } from '../../model/gaps.ts';
import { Resolver } from '../../resolve/ops/ops.ts';
import { coreIncludesBackend } from '../../rules/core-includes-backend.ts';
import { coreSpecialCase } from '../../rules/core-special-case.ts';
import { dispatchAdded } from '../../rules/dispatch-added.ts';
import { byPlace } from '../../rules/index.ts';
import { type CheckScope, inScope } from '../../rules/rule.ts';
import { coreOf } from '../../rules/tables.ts';
import { unsuppressed } from '../../rules/unsuppressed.ts';
import { kbuildOf } from '../modules.ts';
import { type FilesBefore, type TextsBefore, TreeBefore } from './tree-before.ts';

/** A change that is reviewed. */
export interface Change extends FilesBefore {
  /** The lines that it added, by file; null stands for a whole new file. */
  readonly lines: ReadonlyMap<string, ReadonlySet<number> | null>;
}

/** Files that decide who is a module. */
const KBUILD = /(?:^|\/)(?:Makefile|Kbuild|Kconfig)[^/]*$/;

/** Files that findings are in. */
const SOURCE = /\.[ch]$/;

/** An include of one `.c` by another, which makes it part of the same object. */
const INCLUDES_C = /^[ \t]*#[ \t]*include[ \t]+["<][^">\r\n]+\.c[">]/m;

/** What a change did to the findings. */
export interface Introduced {
  /** Those that were not there before it, and those on its lines. */
  readonly findings: readonly Finding[];
  /** Those that were there before it and are no more, as the tree before it has them. */
  readonly removed: readonly Finding[];
}

/**
 * The findings that a change introduced, what only a change can be told, and the findings that it removed. Where the earlier texts
 * are known, the rules are run on them too: what they find there is not the change's, unless it stands on a line of it. Takes the
 * snapshot over, so it has to be the last question to it.
 */
export function introduced(
  scope: CheckScope,
  { findings, suppressed }: ReturnType<typeof unsuppressed>,
  change: Change,
  config: string | null,
): Introduced {
  if (change.texts === null) return { findings: findings.filter((each) => lineTest(change)(each, true)), removed: [] };
  const before = scopeBefore(scope, change.texts, config, pathsBefore(scope, findings, change));
  const earlier = unsuppressed(before).findings;
  const { fresh } = compared(findings, earlier, change);
  const added = unsuppressed({ ...scope, before }, [dispatchAdded]).findings.filter(
    ({ rule }) => rule === dispatchAdded.id,
  );
  for (const gap of before.snapshot.gaps.all()) {
    if (change.texts.has(gapPath(gap) ?? '')) scope.snapshot.gaps.add(asBefore(gap));
  }
  const still = [...findings, ...suppressed.map(({ finding }) => finding), ...stillOfTheCore(scope, before, findings)];
  return {
    findings: [...fresh, ...added].sort(byPlace),
    removed: gone(still, earlier, change.renamed).filter(({ file }) => inScope(file, scope.paths)),
  };
}

/** Findings after a change against those before it. */
export interface Compared {
  /** Those that the change introduced. */
  readonly fresh: readonly Finding[];
  /** The others, and those on its lines that it did not make, each with the earlier one that it is. */
  readonly same: ReadonlyMap<Finding, Finding>;
}

/** Which findings are new, where those before the change are known. */
export function compared(findings: readonly Finding[], earlier: readonly Finding[], change: Change): Compared {
  const onLine = lineTest(change);
  const old = explained(findings, earlier, change.renamed);
  const carried = moved(findings, earlier, old);
  const fresh = findings.filter((each) => !carried.has(each) && (!old.has(each) || onLine(each, false)));
  return { fresh, same: new Map([...old, ...carried]) };
}

/** Where findings can have been: where they are, in what changed, since it may stand in another file now, and around the hooks. */
export function pathsBefore(
  { ops }: CheckScope,
  findings: readonly Finding[],
  { texts, renamed }: Change,
): readonly string[] {
  const changed = [...(texts ?? [])].flatMap(([path, text]) => {
    if (KBUILD.test(path)) return [folderOf(path)];
    return text !== null && SOURCE.test(path) ? [path] : [];
  });
  const around = ops.flatMap((each) => [...each.tables(), ...each.uses().calls].map(({ file }) => file.path));
  const own = [...findings.map(({ file }) => file), ...around].flatMap((file) => [file, renamed.get(file) ?? file]);
  // A Makefile at the root is about everything: what it makes of folders is asked for by their own.
  return [...new Set([...own, ...changed])].filter((path) => path !== '');
}

/** What rules about the core find in files that were the core's before: one that dispatches no more knows its types still. */
export function stillOfTheCore(
  scope: CheckScope,
  before: CheckScope,
  findings: readonly Finding[],
): readonly Finding[] {
  const own = new Set(findings.map(identity));
  const all = unsuppressed({ ...scope, core: coreOf(before.ops) }, CORE_RULES).findings;
  return all.filter((each) => !own.has(identity(each)));
}

/** The rules that look at what is the core alone. */
export const CORE_RULES = [coreIncludesBackend, coreSpecialCase];

/** A finding as it is told in one state of a tree. */
export function identity({ rule, file, line, column, message }: Finding): string {
  return `${rule} ${file}:${line}:${column} ${message}`;
}

/** Earlier findings that nothing now is like. One that has grown since is none of them. */
export function gone(
  now: readonly Finding[],
  earlier: readonly Finding[],
  renamed: ReadonlyMap<string, string>,
): readonly Finding[] {
  const old = explained(now, earlier, renamed);
  const known = new Set([...old.values(), ...moved(now, earlier, old).values()]);
  const keyOf = ({ rule, function: inside }: Finding, file: string): string => `${rule} ${file} ${inside}`;
  const grown = grouped(
    now.filter((each) => !old.has(each)),
    (each) => keyOf(each, renamed.get(each.file) ?? each.file),
  );
  return earlier.filter((each) => !known.has(each) && grown.get(keyOf(each, each.file))?.pop() === undefined);
}

/** What the tree as it was lacks: what was there before may be taken for new. */
function asBefore(gap: Gap): Gap {
  return gap.k === 'unread' ? gap : { ...gap, what: `${gap.what}, as it was before the change,` };
}

/** The same question to the tree as it was. */
function scopeBefore(
  scope: CheckScope,
  texts: TextsBefore,
  config: string | null,
  paths: readonly string[],
): CheckScope {
  const { source } = scope.snapshot;
  const tree = new TreeBefore(source, texts);
  const isSame = hasSameKbuild(texts, source);
  const snapshot = scope.snapshot.next(tree, texts.keys());
  const resolver = Resolver.of(snapshot);
  const kbuild = (): Kbuild => (isSame ? scope.kbuild() : kbuildOf(snapshot, config));
  const ops = scope.ops.map(({ name }) => resolver.ops(name));
  return { ...scope, snapshot, resolver, ops, paths, kbuild, core: coreOf(scope.ops) };
}

/** Whether Kbuild says the same of a tree in which some files had other texts. */
export function hasSameKbuild(texts: TextsBefore, after: Pick<TreeSource, 'read'>): boolean {
  return [...texts].every(([path, text]) => {
    const now = after.read(path);
    return text !== null && now !== null && !KBUILD.test(path) && !INCLUDES_C.test(text) && !INCLUDES_C.test(now);
  });
}

/**
 * The findings that were there before, each with the earlier one that explains it: of the same function where there is one, else
 * of the same file, since the first of several places may be in another function now.
 */
export function explained(
  findings: readonly Finding[],
  before: readonly Finding[],
  renamed: ReadonlyMap<string, string>,
): ReadonlyMap<Finding, Finding> {
  const left = new Set(before);
  const byFile = grouped(before, ({ rule, file }) => `${rule} ${file}`);
  const found = new Map<Finding, Finding>();
  const take = (finding: Finding, isAlike: (before: Finding) => boolean): void => {
    const same = byFile.get(`${finding.rule} ${renamed.get(finding.file) ?? finding.file}`) ?? [];
    const by = same.find((each) => left.has(each) && isAlike(each) && covers(each, finding));
    if (by === undefined) return;
    left.delete(by);
    found.set(finding, by);
  };
  const passes: readonly ((a: Finding, b: Finding) => boolean)[] = [
    (a, b) => a.function === b.function && a.message === b.message,
    (a, b) => a.function === b.function,
    () => true,
  ];
  for (const isAlike of passes) {
    for (const each of findings) if (!found.has(each)) take(each, (other) => isAlike(each, other));
  }
  return found;
}

/** The findings of functions that moved to other files: of the same name and with the same words, and gone where they were. */
function moved(
  findings: readonly Finding[],
  before: readonly Finding[],
  known: ReadonlyMap<Finding, Finding>,
): ReadonlyMap<Finding, Finding> {
  const taken = new Set(known.values());
  const keyOf = (each: Finding): string => `${each.rule} ${each.function} ${each.message}`;
  const left = grouped(
    before.filter((each) => !taken.has(each)),
    keyOf,
  );
  return new Map(
    findings.flatMap((each) => {
      const from = known.has(each) || each.function === null ? undefined : left.get(keyOf(each))?.pop();
      return from === undefined ? [] : [[each, from] as const];
    }),
  );
}

function grouped(findings: readonly Finding[], key: (finding: Finding) => string): ReadonlyMap<string, Finding[]> {
  const found = new Map<string, Finding[]>();
  for (const each of findings) pushTo(found, key(each), each);
  return found;
}

/** Whether an earlier finding has all the evidence of a later one; lines move, and do not count. */
function covers(before: Finding, after: Finding): boolean {
  if (after.evidence.length === 0) return before.message === after.message;
  const left = before.evidence.map(({ message }) => message);
  return after.evidence.every(({ message, beside }) => {
    if (beside) return true;
    const at = left.indexOf(message);
    if (at >= 0) left.splice(at, 1);
    return at >= 0;
  });
}

/** Whether a finding, or a line of its file that bears it out, stands on a line of the change; `anywhere`: or of another file. */
function lineTest({ lines }: Change): (finding: Finding, anywhere: boolean) => boolean {
  const touched = (file: string, from: number, to: number): boolean => {
    const own = lines.get(file);
    if (own === undefined || own === null) return own === null;
    for (let line = from; line <= to; line++) if (own.has(line)) return true;
    return false;
  };
  return ({ file, line, endLine, evidence }, anywhere) =>
    touched(file, line, endLine) ||
    evidence.some(
      (each) => !each.beside && (anywhere || each.file === file) && touched(each.file, each.line, each.line),
    );
}
