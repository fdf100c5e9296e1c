/** What a rule is, and what it may ask. */
import type { SourceFile } from '../index/file.ts';
import type { Snapshot } from '../index/snapshot.ts';
import type { Kbuild } from '../kbuild/status.ts';
import type { Finding, FindingEvidence, Severity } from '../model/findings.ts';
import type { Gap } from '../model/gaps.ts';
import type { Body } from '../resolve/ops/bodies.ts';
import type { OpsIndex, Resolver } from '../resolve/ops/ops.ts';

/** What is checked. */
export interface CheckScope {
  readonly resolver: Resolver;
  readonly snapshot: Snapshot;
  /** The ops structs whose contracts are checked. */
  readonly ops: readonly OpsIndex[];
  /** The files and folders that findings may be in; empty means the whole tree. */
  readonly paths: readonly string[];
  /** Whether groups of names that are off by default count too. */
  readonly everyGroup?: boolean;
  /** The same question to the tree before a change, when it is the change that is reviewed. */
  readonly before?: CheckScope;
  /** Files that count to the core besides those that dispatch, by struct: those that do on the other side of a change. */
  readonly core?: ReadonlyMap<string, readonly string[]>;
  /** The files that are taken to be parts of modules, whatever Kbuild says; left out where Kbuild says it. */
  readonly asModules?: ReadonlySet<string>;
  /** Kbuild's view of the tree, read when a rule first asks. */
  kbuild(): Kbuild;
}

/** A finding before its rule's name and severity are put to it. */
export interface Raised {
  readonly message: string;
  readonly file: SourceFile;
  readonly at: number;
  readonly end: number;
  readonly function: string | null;
  readonly evidence: readonly FindingEvidence[];
  /** Where it is not the rule's own. */
  readonly severity?: Severity;
  readonly group?: string;
}

/** What is told of a rule. */
export interface RuleFacts {
  readonly id: string;
  readonly severity: Severity;
  readonly title: string;
  /** How often a finding is right, in the words of code scanning: `medium` where code is run on assumptions. */
  readonly precision: 'very-high' | 'high' | 'medium';
  /** What it is about; code scanning filters by these. */
  readonly tags: readonly string[];
}

/** One rule. */
export interface Rule extends RuleFacts {
  find(scope: CheckScope): Iterable<Raised>;
  /** What it did not look at, for want of time or of sense: a sentence each. */
  leftOut?(scope: CheckScope): readonly string[];
}

/** The evidence that an offset of a file is. */
export function evidenceAt(message: string, file: SourceFile, at: number): FindingEvidence {
  return { message, file: file.path, line: file.point(at).line };
}

/** What is told where a rule follows the calls of a function so deep and no deeper. */
export function tooDeep({ id }: Pick<Rule, 'id'>, { name, file, fn }: Body, depth: number): Gap {
  const { line } = file.point(fn.nameAt);
  return { k: 'cut', what: `${id} for ${name}()`, file: file.path, line, bound: `${depth} calls in each other` };
}

/** The same, as a step of a way through the code. */
export function stepAt(message: string, file: SourceFile, at: number): FindingEvidence {
  return { ...evidenceAt(message, file, at), step: true };
}

/** A finding as it is answered. */
export function finding(rule: Pick<Rule, 'id' | 'severity'>, raised: Raised): Finding {
  const { message, file, at, end, evidence } = raised;
  const from = file.point(at);
  const to = file.point(end);
  return {
    rule: rule.id,
    ...(raised.group === undefined ? {} : { group: raised.group }),
    severity: raised.severity ?? rule.severity,
    message,
    file: file.path,
    line: from.line,
    column: from.column,
    endLine: to.line,
    endColumn: to.column,
    function: raised.function,
    evidence,
  };
}

/** Whether a path is one of the files or in one of the folders that are checked. */
export function inScope(path: string, paths: readonly string[]): boolean {
  return paths.length === 0 || paths.some((each) => path === each || path.startsWith(`${each}/`));
}
