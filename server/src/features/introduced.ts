/** Which findings a change introduced: those on its lines, and those that were not there before it. */
import { type TextsBefore, TreeBefore } from '../index/before.ts';
import { Snapshot } from '../index/snapshot.ts';
import type { Kbuild } from '../kbuild/status.ts';
import type { Finding } from '../model/findings.ts';
import { Resolver } from '../resolve/ops.ts';
import { dispatchAdded } from '../rules/dispatch-added.ts';
import { byPlace } from '../rules/index.ts';
import type { CheckScope } from '../rules/rule.ts';
import { unsuppressed } from '../rules/unsuppressed.ts';
import { treeKbuild } from './modules.ts';

/** A change that is reviewed. */
export interface Change {
  /** The lines that it added, by file; null stands for a whole new file. */
  readonly lines: ReadonlyMap<string, ReadonlySet<number> | null>;
  /** What its files were before; null when there are too many to compare. */
  readonly texts: TextsBefore | null;
  /** Where files were that it moved. */
  readonly renamed: ReadonlyMap<string, string>;
}

/** Files that decide who is a module. */
const KBUILD = /(?:^|\/)(?:Makefile|Kbuild|Kconfig)[^/]*$/;

/** An include of one `.c` by another, which makes it part of the same object. */
const INCLUDES_C = /^[ \t]*#[ \t]*include[ \t]+["<][^">\n]+\.c[">]/m;

/**
 * The findings that a change introduced, and what only a change can be told. Where the earlier texts are known, the rules are
 * run on them too: what they find there is not the change's, unless it stands on a line of it. Takes the snapshot over, so it
 * has to be the last question to it.
 */
export function introduced(
  scope: CheckScope,
  findings: readonly Finding[],
  change: Change,
  config: string | null,
): readonly Finding[] {
  const onLine = lineTest(change);
  if (change.texts === null) return findings.filter((each) => onLine(each, true));
  const files = [...new Set(findings.map(({ file }) => file))].flatMap((file) => [
    file,
    change.renamed.get(file) ?? file,
  ]);
  const before = scopeBefore(scope, change.texts, config, files);
  const old = explained(findings, files.length === 0 ? [] : unsuppressed(before).findings, change.renamed);
  const fresh = findings.filter((each) => !old.has(each) || onLine(each, false));
  const added = unsuppressed({ ...scope, before }, [dispatchAdded]).findings;
  return [...fresh, ...added.filter(({ rule }) => rule === dispatchAdded.id)].sort(byPlace);
}

/** The same question to the tree as it was. */
function scopeBefore(
  scope: CheckScope,
  texts: TextsBefore,
  config: string | null,
  paths: readonly string[],
): CheckScope {
  const { source, settings, lowerer } = scope.snapshot;
  const tree = new TreeBefore(source, texts);
  // Asked before the snapshot is taken over.
  const sameKbuild = ![...texts].some(
    ([path, text]) => KBUILD.test(path) || INCLUDES_C.test(text ?? '') || INCLUDES_C.test(source.read(path) ?? ''),
  );
  const snapshot = new Snapshot(tree, settings, lowerer, { previous: scope.snapshot, changed: [...texts.keys()] });
  const resolver = Resolver.of(snapshot);
  const kbuild = (): Kbuild =>
    sameKbuild && [...texts.values()].every((text) => text !== null)
      ? scope.kbuild()
      : snapshot.once('kbuild', () => treeKbuild(tree, config));
  return { ...scope, snapshot, resolver, ops: scope.ops.map(({ name }) => resolver.ops(name)), paths, kbuild };
}

/**
 * The findings that were there before, each explained by one of the earlier ones: of the same function where there is one, else
 * of the same file, since the first of several places may be in another function now.
 */
function explained(
  findings: readonly Finding[],
  before: readonly Finding[],
  renamed: ReadonlyMap<string, string>,
): ReadonlySet<Finding> {
  const left = new Map<string, Finding[]>();
  const keyOf = ({ rule }: Finding, file: string): string => `${rule} ${file}`;
  for (const each of before) left.set(keyOf(each, each.file), [...(left.get(keyOf(each, each.file)) ?? []), each]);
  const found = new Set<Finding>();
  const take = (finding: Finding, isAlike: (before: Finding) => boolean): void => {
    const all = left.get(keyOf(finding, renamed.get(finding.file) ?? finding.file)) ?? [];
    const at = all.findIndex((each) => isAlike(each) && covers(each, finding));
    if (at < 0) return;
    all.splice(at, 1);
    found.add(finding);
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

/** Whether an earlier finding has all the evidence of a later one; lines move, and do not count. */
function covers(before: Finding, after: Finding): boolean {
  if (after.evidence.length === 0) return before.message === after.message;
  const left = before.evidence.map(({ message }) => message);
  return after.evidence.every(({ message }) => {
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
    evidence.some((each) => (anywhere || each.file === file) && touched(each.file, each.line, each.line));
}
