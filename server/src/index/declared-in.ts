/** The names that one file declares. */
import type { Region } from '../syntax/region.ts';
import { typedefNames } from '../syntax/typedef-names.ts';
import type { FileSymbol, SourceFile, SymbolKind } from './file.ts';

/** What a macro around members is handed as their struct's tag, as `normalise` writes it. */
const GROUP_TAG = /\b(?:struct_group_tagged|__struct_group)\s*\(\s*(\w+)\s*,/g;

/** Every name that a file declares at its top level, and every tag; of the uses of a macro there the first. `inner` are macros inside of regions. */
export function declaredIn(file: SourceFile, inner: readonly Region[]): readonly FileSymbol[] {
  const all: FileSymbol[] = [];
  // Lists use one macro thousands of times, and each look for the name would go through all of them.
  const used = new Set<string>();
  const add = (kind: SymbolKind, name: string, region: Region): void => {
    if (name !== '') all.push({ file, kind, name, region });
  };
  for (const region of file.regions) {
    const isKnown = region.kind === 'invocation' && used.has(region.name);
    if (region.kind === 'invocation') used.add(region.name);
    if (region.kind !== 'type' && region.kind !== 'include' && region.kind !== 'other' && !isKnown)
      add(region.kind, region.name, region);
    if (region.kind === 'typedef') for (const name of otherNames(file.text, region)) add('typedef', name, region);
    if (region.brace < 0 || region.kind === 'function') continue;
    for (const tag of tags(file.text, region)) add('tag', tag, region);
  }
  for (const region of inner) add('define', region.name, region);
  return all;
}

/** The names of a typedef but for the one that it is known by. */
function otherNames(all: string, { name, start, end, brace }: Region): readonly string[] {
  const text = all.slice(brace < 0 ? start : Math.max(brace, all.lastIndexOf('}', end)), end);
  return text.includes(',') ? typedefNames(text).filter((each) => each !== name) : [];
}

/** Tags defined in a region, those inside other types included. */
function* tags(text: string, region: Region): Iterable<string> {
  if (region.tag) yield region.tag;
  if (region.kind === 'object' && !region.tag) return;
  const body = text.slice(region.brace + 1, region.end);
  for (const match of body.matchAll(/\b(?:struct|union|enum)\s+(?:__\w+\s+)?(\w+)\s*\{/g)) if (match[1]) yield match[1];
  if (body.includes('struct_group')) for (const [, tag] of body.matchAll(GROUP_TAG)) if (tag) yield tag;
}
