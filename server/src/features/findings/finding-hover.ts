/** What a hover on a page-table identifier says, in a file that can be a module. */
import type { SourceFile } from '../../index/file.ts';
import type { Snapshot } from '../../index/snapshot.ts';
import type { ModuleStatus } from '../../kbuild/status.ts';
import { PGTABLE_WANTED } from '../../rules/candidates.ts';
import { identifiersIn } from '../../rules/identifiers.ts';
import type { PgtableGroup } from '../../rules/pgtable.ts';
import { isUse, kbuildEvidence, OwnNames } from '../../rules/pgtable-in-module.ts';
import { wordAt } from '../cursor/cursor.ts';
import { code, type Prose, say } from '../prose.ts';

/** A page-table identifier at an offset. */
export interface PgtableUse {
  readonly name: string;
  readonly group: PgtableGroup;
  readonly at: number;
  readonly end: number;
}

/** The page-table internal that an offset is on; null for anything else, and for what a file declares itself. */
export function pgtableUseAt(snapshot: Snapshot, file: SourceFile, offset: number): PgtableUse | null {
  const word = file.path.endsWith('.c') ? wordAt(file.text, offset) : null;
  const group = word && PGTABLE_WANTED.get(word.text);
  const region = group && file.regionAt(word.at);
  if (!region || region.kind === 'include' || new OwnNames(snapshot, file).has(word.text)) return null;
  for (const each of identifiersIn(file.text, region.start, region.end, new Set([word.text]))) {
    if (each.at === word.at && isUse(each, group)) return { name: word.text, group, at: word.at, end: word.end };
  }
  return null;
}

/** Why a page-table internal is risky: a sentence, and points below it. */
export interface PgtableExplanation {
  readonly head: Prose;
  readonly points: readonly Prose[];
}

/** What the hover says; null where the file cannot be a module. `page` is the address of the rule's page. */
export function explainPgtable(
  snapshot: Snapshot,
  { name, group }: PgtableUse,
  status: ModuleStatus,
  page: string | null,
): PgtableExplanation | null {
  if (status.moduleOn.length === 0) return null;
  const what = group.kind === 'types' ? 'is a page-table type' : group.title;
  const points = [
    say`Instead: ${group.instead}.`,
    ...kbuildEvidence(status).map(({ message, file, line }) => {
      const text = snapshot.source.read(file)?.split('\n')[line - 1]?.trim().replace(/\s+/g, ' ') ?? '';
      const quoted = text === '' ? [] : say`, ${code(text)}`;
      return say`Kbuild: ${message} (${file}:${line}${quoted})`;
    }),
  ];
  const read =
    page === null ? null : say`${{ k: 'page', text: 'pgtable-in-module', address: page }}, group ${code(group.id)}`;
  return {
    head: say`${code(name)} ${what}. In a module that is risky: ${group.why}.`,
    points: read === null ? points : [...points, read],
  };
}
