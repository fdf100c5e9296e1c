/** What a hover on a page-table identifier says, in a file that can be a module. */
import type { SourceFile } from '../../index/file.ts';
import type { Snapshot } from '../../index/snapshot.ts';
import type { ModuleStatus } from '../../kbuild/status.ts';
import { PGTABLE_WANTED } from '../../rules/candidates.ts';
import { identifiersIn } from '../../rules/identifiers.ts';
import type { PgtableGroup } from '../../rules/pgtable.ts';
import { isUse, kbuildEvidence, OwnNames } from '../../rules/pgtable-in-module.ts';
import { wordAt } from '../target/cursor.ts';

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

/** The hover's Markdown; null where the file cannot be a module. `page` is the address of the rule's page. */
export function pgtableMarkdown(
  snapshot: Snapshot,
  { name, group }: PgtableUse,
  status: ModuleStatus,
  page: string | null,
): string | null {
  if (status.moduleOn.length === 0) return null;
  const lines = [
    `\`${name}\` ${group.kind === 'types' ? 'is a page-table type' : `${group.title}`}. In a module that is risky: ${group.why}.`,
    '',
    `- Instead: ${group.instead}.`,
    ...kbuildEvidence(status).map(({ message, file, line }) => {
      const text = snapshot.source.read(file)?.split('\n')[line - 1]?.trim().replace(/\s+/g, ' ') ?? '';
      return `- Kbuild: ${message} (${file}:${line}${text === '' ? '' : `, \`${text.replace(/`/g, "'")}\``})`;
    }),
    ...(page === null ? [] : [`- [pgtable-in-module](${page}), group \`${group.id}\``]),
  ];
  return lines.join('\n');
}
