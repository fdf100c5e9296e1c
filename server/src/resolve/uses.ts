/** What the functions of the tree do with hooks: found by text, read by type. */
import type { SourceFile } from '../index/file.ts';
import { type HookUses, UseReader } from './dispatch.ts';
import { placeIn } from './expressions.ts';
import { madeFunctions } from './objects.ts';
import type { Resolver } from './ops.ts';
import { Scope } from './scope.ts';
import type { StructDef } from './types.ts';

/** A pattern for code that calls, copies or tests one of the fields. */
export function usePattern(fields: readonly string[]): RegExp {
  return new RegExp(`(?:->|\\.)\\s*(?:${fields.join('|')})\\b\\s*(?:[^\\s=\\w]|=\\s*[^\\s{])`);
}

/** Every use of the hooks of the structs that pass the filter, and of the members that such hooks are copied to. */
export function readUses(
  resolver: Resolver,
  isOps: (struct: StructDef) => boolean,
  fields: readonly string[],
): HookUses {
  const uses = emptyUses();
  if (fields.length === 0) return uses;
  const names = new Set(fields);
  collect(resolver, fields, (struct, field) => names.has(field) && isOps(struct), uses);
  const targets = uses.copies.flatMap((copy) => (copy.into ? [copy.into] : []));
  if (targets.length > 0) {
    const followed = emptyUses();
    const members = [...new Set(targets.map((each) => each.field))];
    collect(
      resolver,
      members,
      (struct, field) => targets.some((each) => each.field === field && each.struct === struct),
      followed,
    );
    uses.calls.push(...followed.calls);
  }
  return uses;
}

function emptyUses(): HookUses {
  return { calls: [], copies: [], checks: [], assignments: [] };
}

function collect(
  resolver: Resolver,
  fields: readonly string[],
  filter: (struct: StructDef, field: string) => boolean,
  uses: HookUses,
): void {
  const { snapshot, expressions } = resolver;
  const pattern = usePattern(fields);
  const macros = dispatchMacros(resolver, pattern);
  const files = new Set(snapshot.searchPattern(pattern));
  for (const path of macros.size > 0 ? snapshot.search([...macros]) : []) files.add(path);
  const uses_ = macros.size > 0 ? new RegExp(`${pattern.source}|\\b(?:${[...macros].join('|')})\\s*\\(`) : pattern;
  const reader = new UseReader(expressions, filter, macros);
  for (const path of [...files].sort()) {
    const file = snapshot.file(path);
    if (file) usesIn(resolver, file, reader, (text) => uses_.test(text), uses);
  }
}

/** Macros whose body has such a use, or uses such a macro. */
function dispatchMacros(resolver: Resolver, pattern: RegExp): ReadonlySet<string> {
  const { snapshot } = resolver;
  const found = new Set<string>();
  const defines = new RegExp(`^[ \\t]*#[ \\t]*define[ \\t]+\\w+\\((?:[^\\n]|\\\\\\n)*${pattern.source}`, 'm');
  for (const path of snapshot.searchPattern(defines)) {
    for (const region of snapshot.file(path)?.regions ?? []) {
      if (region.kind !== 'define') continue;
      const text = snapshot.file(path)?.text.slice(region.start, region.end) ?? '';
      if (pattern.test(text.slice(text.indexOf(region.name) + region.name.length))) found.add(region.name);
    }
  }
  return found;
}

/** Every use of hooks in a file's functions whose text passes. */
export function usesIn(
  resolver: Resolver,
  file: SourceFile,
  reader: UseReader,
  wanted: (text: string) => boolean,
  uses: HookUses,
): void {
  for (const region of file.regions) {
    if (region.kind === 'invocation') {
      for (const made of madeFunctions(resolver.snapshot, resolver.expressions, file, region, wanted)) {
        reader.read(made, uses, region.start);
      }
    }
    if (region.kind !== 'function' || !wanted(file.text.slice(region.start, region.end))) continue;
    for (const fn of file.lower(region).functions) {
      reader.read({ fn, place: placeIn(file, new Scope(fn, file)), macro: null }, uses, null);
    }
  }
}
