/** The facts of a tree, file by file, as an export writes them: little more of them is kept than what sites can reach. */
import { searchIncludedSources } from '../../index/parts.ts';
import type { Snapshot } from '../../index/snapshot.ts';
import { globTest } from '../../kbuild/glob.ts';
import { SCHEMA, type TreeInfo } from '../../model/answers.ts';
import { searchTableMacros } from '../../resolve/language/macros/object-makers.ts';
import { sourcesAt } from '../../rules/sources.ts';
import { check, PLAIN_QUERY } from '../findings/check.ts';
import { modules } from '../modules.ts';
import type { Batch } from '../whole-tree/batch.ts';
import { TargetJoin } from '../whole-tree/join-targets.ts';
import { PASS_BYTES } from '../whole-tree/pass.ts';
import type { Fact, NoteFact } from './fact.ts';
import { RowFacts } from './row-facts.ts';

/** What is exported, of what. */
export interface Exported {
  readonly snapshot: Snapshot;
  readonly tree: TreeInfo;
  /** The program's version. */
  readonly version: string;
  /** The ops structs that are told, by names and patterns; empty for all. */
  readonly ops: readonly string[];
  /** Those that the rules look at. */
  readonly checked: readonly string[];
  /** Tables, sites and what is beside them, in the order of the files. */
  readonly batches: () => AsyncIterable<Batch>;
}

/** All facts, in lots. */
export async function* facts(of: Exported): AsyncGenerator<readonly Fact[], void, void> {
  const counts: Record<string, number> = {};
  const rows = new RowFacts(structTest(of.ops));
  for await (const lot of lots(of, rows)) {
    for (const { fact } of lot) counts[fact] = (counts[fact] ?? 0) + 1;
    yield lot;
  }
  yield [{ fact: 'end', counts, withoutFunction: rows.withoutFunction }];
}

async function* lots(of: Exported, rows: RowFacts): AsyncGenerator<readonly Fact[], void, void> {
  const { snapshot, tree, version, ops } = of;
  const { folders } = snapshot.settings;
  // Both take their time in one go: whoever ends them finds nothing begun.
  const said = [...moduleFacts(of), ...findingFacts(of)];
  yield [{ fact: 'tree', schema: SCHEMA, version, root: tree.root, kernel: tree.version, folders, ops }];
  yield said;
  // What the rules needed is let go of before the threads read the files.
  yield* fileFacts({ ...of, snapshot: snapshot.settled(PASS_BYTES) }, rows);
  yield notes(snapshot.gaps.texts());
}

async function* fileFacts(
  { snapshot, batches }: Exported,
  rows: RowFacts,
): AsyncGenerator<readonly Fact[], void, void> {
  searchTableMacros(snapshot);
  searchIncludedSources(snapshot);
  const join = new TargetJoin(snapshot);
  for await (const batch of batches()) {
    for (const gap of batch.gaps) snapshot.gaps.add(gap);
    join.add(batch.dispatch, batch.facts);
    yield [...rows.batch(batch)];
  }
  for (const joined of join.joined()) yield [...rows.site(joined)];
}

/** Which structs are told. */
function structTest(ops: readonly string[]): (name: string) => boolean {
  if (ops.length === 0) return () => true;
  const tests = ops.map((each) => globTest(each));
  return (name) => tests.some((test) => test(name));
}

/** What the C files are built as. */
function* moduleFacts({ snapshot, tree }: Exported): Iterable<Fact> {
  const { source, settings } = snapshot;
  const folders = settings.folders.length > 0 ? settings.folders : [''];
  const files = new Set(folders.flatMap((each) => sourcesAt(source, each) ?? []).filter((each) => each.endsWith('.c')));
  const answer = modules(source, [...files].sort(), tree, null);
  for (const each of answer.files) yield { fact: 'module', ...each };
  yield* notes(answer.notes);
}

/** What the rules find. */
function* findingFacts({ snapshot, tree, checked }: Exported): Iterable<Fact> {
  const { findings, notes: others } = check(
    snapshot,
    { ...PLAIN_QUERY, ops: checked, paths: snapshot.settings.folders },
    tree,
  );
  for (const [i, each] of findings.entries()) yield { fact: 'finding', id: i + 1, ...each };
  yield* notes(others);
}

function notes(texts: readonly string[]): readonly NoteFact[] {
  return texts.map((text) => ({ fact: 'note', text }));
}
