/** What is known of one side of a comparison: each thing found out once, when the first row asks. */
import type { SourceFile } from '../../index/file.ts';
import type { Snapshot } from '../../index/snapshot.ts';
import type { Matrix, MatrixTable, TreeInfo } from '../../model/answers.ts';
import type { Finding } from '../../model/findings.ts';
import type { ReachAnswer } from '../../model/graph-answers.ts';
import { Reach } from '../../resolve/graph/reach.ts';
import { type OpsIndex, Resolver } from '../../resolve/ops/ops.ts';
import type { CheckScope } from '../../rules/rule.ts';
import { type FilledSlot, filledSlots, typeOf } from '../../rules/tables.ts';
import { unsuppressed } from '../../rules/unsuppressed.ts';
import { reach } from '../graph/ioctl-reach.ts';
import { kbuildOf } from '../modules.ts';
import { matrix } from '../tables/matrix.ts';

/** One side as it is opened. */
export interface Side {
  readonly name: string;
  readonly tree: TreeInfo;
  readonly rev: string | null;
  readonly applied: readonly string[];
  readonly snapshot: Snapshot;
  /** The files that are others than on disk at `tree.root`; null for the folder as it is. */
  readonly changed: ReadonlySet<string> | null;
  /** What the rules find in all of it, where that is known. */
  readonly findings?: readonly Finding[];
}

/** The facts of one side about one ops struct. */
export class Facts {
  readonly side: Side;
  readonly ops: OpsIndex;
  readonly resolver: Resolver;
  /** Null for every memory type. */
  readonly type: string | null;
  #matrix: Matrix | null = null;
  #reached: ReachAnswer | null = null;
  #findings: readonly Finding[] | null = null;

  constructor(side: Side, ops: string, type: string | null) {
    this.side = side;
    this.type = type;
    this.resolver = Resolver.of(side.snapshot);
    this.ops = this.resolver.ops(ops);
  }

  get name(): string {
    return this.side.name;
  }

  get hasStruct(): boolean {
    return this.ops.definition() !== null;
  }

  get matrix(): Matrix {
    this.#matrix ??= matrix(this.ops, this.side.tree);
    return this.#matrix;
  }

  /** The tables that people can speak of, of the memory types asked about, by name. */
  get tables(): readonly MatrixTable[] {
    const all = this.matrix.tables.filter(({ name }) => name !== '');
    return all.filter(({ memoryType }) => this.isAbout(memoryType)).sort((a, b) => order(a.memoryType, b.memoryType));
  }

  /** The slots that hold functions, of the memory types asked about. */
  get slots(): readonly (FilledSlot & { readonly type: string })[] {
    const all = filledSlots(this.ops).map((each) => ({ ...each, type: typeOf(this.ops, each.table) }));
    return all.filter(({ table, type }) => table.name !== '' && this.isAbout(type));
  }

  isAbout(type: string): boolean {
    return this.type === null || this.type === type;
  }

  get reach(): Reach {
    return Reach.of(this.resolver, [this.ops.name]);
  }

  get reached(): ReachAnswer {
    this.#reached ??= reach(this.resolver, [this.ops.name], this.side.tree);
    return this.#reached;
  }

  /** The files that the struct is about: where it is defined, filled and called, and where its ioctls are handled. */
  get files(): readonly string[] {
    const { reach } = this;
    const own: readonly SourceFile[] = [
      ...this.ops.tables().map(({ file }) => file),
      ...reach.core,
      ...this.ops.installs().map(({ file }) => file),
    ];
    const definition = this.ops.definition();
    return [...new Set([...own, ...(definition ? [definition.file] : [])].map(({ path }) => path))].sort();
  }

  /** What the rules find in those files. */
  get findings(): readonly Finding[] {
    this.#findings ??= this.#find();
    return this.#findings;
  }

  #find(): readonly Finding[] {
    const { files } = this;
    const known = this.side.findings?.filter(({ file }) => files.includes(file));
    return known ?? unsuppressed(this.scope(files)).findings;
  }

  scope(paths: readonly string[]): CheckScope {
    const { snapshot } = this.side;
    return {
      resolver: this.resolver,
      snapshot,
      ops: [this.ops],
      paths,
      kbuild: () => kbuildOf(snapshot, null),
    };
  }

  file(path: string): SourceFile | null {
    const { snapshot } = this.side;
    return snapshot.exists(path) ? snapshot.file(path) : null;
  }
}

export function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
