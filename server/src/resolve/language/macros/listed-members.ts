/**
 * Members that a struct takes from a list of macros' uses in another file: `#define HOOK(ret, name, ...) ret (*name)(__VA_ARGS__);`,
 * `#include "hooks.h"` between its braces.
 */
import { addTo } from '../../../base/add-to.ts';
import { SourceFile } from '../../../index/file.ts';
import type { Snapshot } from '../../../index/snapshot.ts';
import type { Member } from '../../../model/ir.ts';
import type { Region } from '../../../syntax/region.ts';
import { callArguments } from '../../../syntax/sheet.ts';
import { apply } from './apply.ts';
import { type Macro, readDefine } from './definition.ts';
import type { Macros } from './macros.ts';

const DIRECTIVE = /^[ \t]*#[ \t]*(define|include)[ \t]+((?:\\\r?\n|[^\n])*)/gm;

/** The members that the text of a region of a file includes; each is placed at the include. */
export function includedMembers(
  snapshot: Snapshot,
  macros: Macros,
  file: SourceFile,
  region: Region,
): readonly Member[] {
  const text = file.text.slice(region.brace, region.end);
  if (!/^[ \t]*#[ \t]*include\b/m.test(text)) return [];
  const defines = new Map<string, Macro>();
  const members: Member[] = [];
  for (const { 0: whole, 1: word, 2: rest = '', index } of text.matchAll(DIRECTIVE)) {
    const start = region.brace + index + whole.indexOf('#');
    const name = /^\w+/.exec(rest)?.[0] ?? '';
    if (word === 'define') {
      const own = { kind: 'define', name, start, end: start + whole.trimStart().length, brace: -1, tag: '' } as const;
      defines.set(name, readDefine({ file, kind: 'define', name, region: own }));
    } else {
      const path = snapshot.includes.resolve(/^[<"][^>"]*[>"]/.exec(rest)?.[0] ?? '""', file.path, file.path);
      const list = path === null ? null : snapshot.file(path);
      const made = list ? membersOf(snapshot, macros, list, defines) : [];
      addTo(
        members,
        made.map((member) => ({ ...member, at: start, end: start, nameAt: start })),
      );
    }
  }
  return members;
}

/** What a list of uses makes of a struct. */
function membersOf(
  snapshot: Snapshot,
  macros: Macros,
  list: SourceFile,
  defines: ReadonlyMap<string, Macro>,
): readonly Member[] {
  const uses = list.regions.flatMap((region) => {
    const macro = region.kind === 'invocation' ? defines.get(region.name) : undefined;
    if (!macro) return [];
    const text = list.text.slice(region.start, region.end);
    const args = callArguments(text, text.indexOf('(')).map((arg) => arg.text);
    return [apply(macro, args, macros.works.of(macro.name, list, region.start))];
  });
  const made = new SourceFile(list.path, `struct made {\n${uses.join('\n')}\n};`, snapshot.lowerer);
  const region = made.regions[0];
  return (region && made.lower(region).types.find((type) => type.tag === 'made')?.members) ?? [];
}
