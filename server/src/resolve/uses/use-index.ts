/** What the functions of the tree do with hooks: found by text, read by type. */
import { addTo } from '../../base/add-to.ts';
import { pattern, patternWith } from '../../base/patterns.ts';
import type { SourceFile } from '../../index/file.ts';
import type { Snapshot } from '../../index/snapshot.ts';
import { losing } from '../../model/gaps.ts';
import type { Region } from '../../syntax/region.ts';
import { Expressions } from '../language/expressions.ts';
import { type Compiled, compiledAs } from '../language/macros/instances.ts';
import { placeIn } from '../language/place.ts';
import { Scope } from '../language/scope.ts';
import type { StructDef } from '../language/types.ts';
import { madeFunctions } from '../tables/macro-objects.ts';
import { BEARERS, Bearing } from './bearers.ts';
import { type HookFilter, UseReader } from './dispatch.ts';
import {
  argumentPattern,
  calleePattern,
  type DispatchMacros,
  definesIn,
  dispatchMacros,
  macrosNaming,
  settingMacros,
  withUsers,
  withUsersInHeaders,
} from './dispatch-macros.ts';
import type { HookUses } from './hook-uses.ts';
import { Makers } from './makers.ts';
import { addWritten } from './written-uses.ts';

/** What uses are read from: the text, and the types of what stands in it. */
export interface Code {
  readonly snapshot: Snapshot;
  readonly expressions: Expressions;
}

/** A pattern for code that calls, copies or tests one of the fields. */
export function usePattern(fields: readonly string[]): RegExp {
  return pattern`(?:->|\.)\s*${fields}\b\s*(?:[^\s=\w]|=\s*[^\s{])`;
}

/** A pattern for code that may set one of the fields: `->hook = f`, and where a macro such as `WRITE_ONCE(x->hook, f)` does. */
function setPattern(fields: readonly string[]): RegExp {
  return pattern`(?:->|\.)\s*${fields}\b\s*(?:[),/]|=\s*[^\s={])`;
}

/** What is looked for in functions: what it looks like there, and which macros may do it. */
interface Sought {
  readonly use: RegExp;
  readonly macros: DispatchMacros;
  /** The names of the structs; null where they are told by their members. */
  readonly structs: readonly string[] | null;
}

/**
 * Every use of the hooks of the structs that pass the filter, and of the members that such hooks are copied to. `names` are the
 * structs'.
 */
export function readUses(
  code: Code,
  names: readonly string[],
  isOps: (struct: StructDef) => boolean,
  fields: readonly string[],
): HookUses {
  const uses = emptyUses();
  if (fields.length === 0) return uses;
  const wanted = new Set(fields);
  const trampolines = trampolineCalls(code, names, fields);
  const filter: HookFilter = (struct, field) => wanted.has(field) && isOps(struct);
  collect(code, fields, anyUse(code, fields, names), trampolines, filter, uses);
  const targets = uses.copies.flatMap((copy) => (copy.into ? [copy.into] : []));
  if (targets.length > 0) {
    const followed = emptyUses();
    const members = [...new Set(targets.map((each) => each.field))];
    collect(
      code,
      members,
      anyUse(code, members, null),
      null,
      (struct, field) => targets.some((each) => each.field === field && each.struct === struct),
      followed,
    );
    addTo(uses.calls, followed.calls);
  }
  return uses;
}

function anyUse(code: Code, fields: readonly string[], structs: readonly string[] | null): Sought {
  const use = usePattern(fields);
  return { use, macros: dispatchMacros(code, use, fields), structs };
}

/** Where fewer files have what looks like a use, to type them takes less than to find out what the struct is known by. */
const MANY_FILES = 2000;

/** Says which code cannot come to one of the structs; null where nothing does. */
function bearingOf({ snapshot }: Code, structs: readonly string[] | null, files: number): Bearing | null {
  const names = structs && files > MANY_FILES ? snapshot.get(BEARERS, structs.join(' ')) : null;
  return names && new Bearing(snapshot, names);
}

/** The assignments among the uses of a hook of the structs of some names: what only calls it is not looked at. */
export function readSets(
  code: Code,
  names: readonly string[],
  isOps: (struct: StructDef) => boolean,
  field: string,
): HookUses['assignments'] {
  const uses = emptyUses();
  const use = setPattern([field]);
  const sought = { use, macros: settingMacros(code, use, [field]), structs: names };
  collect(code, [field], sought, null, (struct, name) => name === field && isOps(struct), uses);
  return uses.assignments;
}

/**
 * The assignments of one function to some fields of the structs that pass the filter: `ops->open = name`. `= name(...)` is none:
 * most functions are only ever called, some of them in every file.
 */
export function readAssignments(
  code: Code,
  isOps: (struct: StructDef) => boolean,
  fields: readonly string[],
  name: string,
): HookUses['assignments'] {
  if (fields.length === 0) return [];
  const uses = emptyUses();
  const { snapshot, expressions } = code;
  const assigned = pattern`(?:->|\.)\s*${fields}\s*[=),][^=;]*\b${name}\b(?!\s*\()`;
  const reader = new UseReader(expressions, isOps, NO_MACROS);
  for (const path of snapshot.searchPattern(assigned, [name])) {
    const file = snapshot.file(path);
    if (file) usesIn(code, file, reader, (text) => assigned.test(text), uses);
  }
  return uses.assignments;
}

const NO_MACROS: ReadonlySet<string> = new Set();

function emptyUses(): HookUses {
  return { calls: [], copies: [], checks: [], assignments: [] };
}

function collect(
  code: Code,
  fields: readonly string[],
  { use, macros, structs }: Sought,
  trampolines: TrampolineCalls | null,
  filter: HookFilter,
  uses: HookUses,
): void {
  const { snapshot, expressions } = code;
  const files = new Set(snapshot.searchPattern(use, fields));
  const withArgument = [...macros.withArgument, ...macros.callees];
  const named = namingPattern(macros, fields);
  const naming = named ? snapshot.searchPattern(named, fields, { words: withArgument }) : [];
  // A macro that uses one of these with a hook's name has the hook in its body.
  const calling = [...macros.calling, ...(named ? macrosNaming(code, naming, named) : [])];
  const withHook = new Set([...macros.withHook, ...withUsers(code, calling)]);
  for (const path of withHook.size > 0 ? snapshot.search([...withHook]) : []) files.add(path);
  for (const path of naming) files.add(path);
  // What calls a trampoline names no struct.
  const trampling = new Set(trampolines ? snapshot.searchPattern(trampolines.pattern, trampolines.words) : []);
  for (const path of trampling) files.add(path);
  const parts = [use, named, trampolines?.pattern].flatMap((each) => (each ? [each] : []));
  if (withHook.size > 0) parts.push(pattern`\b${withHook}\s*\(`);
  const uses_ = pattern`${parts}`;
  const named_ = new Set([...withHook, ...withArgument]);
  const leading = withUsersInHeaders(code, withHook);
  const makers = new Makers(
    snapshot,
    leading && [...fields, ...leading, ...withArgument, ...(trampolines?.words ?? [])],
  );
  const readerOf = (each: Expressions): UseReader => new UseReader(each, filter, named_);
  const reader = readerOf(expressions);
  const bearing = bearingOf(code, structs, files.size);
  const mayBear = (file: SourceFile, text: string): boolean =>
    !bearing || bearing.isInText(file, text) || (trampolines?.pattern.test(text) ?? false);
  for (const path of [...files].sort()) {
    if (bearing && !trampling.has(path) && !bearing.isIn(path)) continue;
    const file = snapshot.file(path);
    for (const each of file ? compiledAs(snapshot, file) : []) {
      if (each.file === file)
        usesIn(code, file, reader, (text) => uses_.test(text) && mayBear(file, text), uses, makers);
      else
        addWritten(
          uses,
          usesOfInstance(each, readerOf, (text) => uses_.test(text)),
        );
    }
  }
}

/** What a use looks like that names one of the fields for a macro to call, or to be; null where no macro does. */
function namingPattern({ withArgument, callees }: DispatchMacros, fields: readonly string[]): RegExp | null {
  const parts = [
    ...(withArgument.size > 0 ? [argumentPattern(withArgument, fields)] : []),
    ...(callees.size > 0 ? [calleePattern(callees, fields)] : []),
  ];
  return parts.length > 0 ? pattern`${parts}` : null;
}

/** The uses of an instance of a template, with its own names. */
function usesOfInstance(
  { file, snapshot }: Compiled,
  readerOf: (expressions: Expressions) => UseReader,
  wanted: (text: string) => boolean,
): HookUses {
  const uses = emptyUses();
  const expressions = new Expressions(snapshot);
  usesIn({ snapshot, expressions }, file, readerOf(expressions), wanted, uses);
  return uses;
}

/** What a call of a trampoline looks like: `static_call(NAME)(`, or by the field alone where a macro adds the rest. */
interface TrampolineCalls {
  readonly pattern: RegExp;
  readonly words: readonly string[];
}

/** Calls of the functions that are declared with the types of the fields; null when there are none such. */
function trampolineCalls(
  { snapshot }: Code,
  structs: readonly string[],
  fields: readonly string[],
): TrampolineCalls | null {
  const declaration = patternWith(
    'gm',
  )`^[A-Za-z_]\w*\(\s*(\w+)\s*,(?:[^;{}\n]|\n(?![A-Za-z_]\w*\())*?(?:->|\.)\s*${fields}\s*\)`;
  // What has the declaration has what looks like a use: no other files need to be read.
  const direct = snapshot.searchPattern(usePattern(fields), fields).flatMap((path) => {
    const text = snapshot.read(path) ?? '';
    return [...text.matchAll(declaration)].map(([, declared = '']) => declared);
  });
  const made = snapshot
    .search(structs)
    .flatMap((path) =>
      definesIn(snapshot.file(path)).flatMap(([, body]) =>
        body.includes('##') && structs.some((name) => body.includes(name)) ? prefixes(body) : [],
      ),
    );
  const names = new Set([...direct, ...[...new Set(made)].flatMap((prefix) => fields.map((field) => prefix + field))]);
  if (names.size === 0) return null;
  const words = [...names, ...fields];
  return { pattern: pattern`\w\s*\(\s*${words}\s*\)\s*\(`, words };
}

/** What a macro pastes in front of a parameter that also names a member: `my_##f, *((struct ops *)0)->f`. */
function prefixes(macro: string): readonly string[] {
  return [...macro.matchAll(/\b(\w+)\s*##\s*(\w+)/g)].flatMap(([, prefix = '', param = '']) =>
    pattern`(?:->|\.)\s*${param}\b`.test(macro) ? [prefix] : [],
  );
}

/** Every use of hooks in a file's functions whose text passes; `makers` say which uses of macros may make such a function. */
export function usesIn(
  code: Code,
  file: SourceFile,
  reader: UseReader,
  wanted: (text: string) => boolean,
  uses: HookUses,
  makers: Makers | null = null,
): void {
  for (const region of file.regions) {
    if (region.kind === 'invocation' && makers?.mayMake(file, region) === false) continue;
    const read = (): void => usesInRegion(code, file, region, reader, wanted, uses);
    losing(code.snapshot.gaps, () => file.costs(region), read, undefined);
  }
}

function usesInRegion(
  { snapshot, expressions }: Code,
  file: SourceFile,
  region: Region,
  reader: UseReader,
  wanted: (text: string) => boolean,
  uses: HookUses,
): void {
  if (region.kind === 'invocation') {
    for (const made of madeFunctions(snapshot, expressions, file, region, wanted))
      reader.read(made, uses, region.start);
  }
  if (region.kind !== 'function' || !wanted(file.text.slice(region.start, region.end))) return;
  for (const fn of file.lower(region).functions) {
    reader.read({ fn, place: placeIn(file, new Scope(fn, file)), macro: null }, uses, null);
  }
}
