/** Macros that may dispatch where they are used: found by text, and named by what uses them. */
import { pattern, patternWith } from '../../base/patterns.ts';
import type { SourceFile } from '../../index/file.ts';
import { query } from '../../index/query.ts';
import type { Snapshot } from '../../index/snapshot.ts';
import { MEMBER_MACRO } from '../../index/source.ts';

/** What macros are looked for in. */
interface Searched {
  readonly snapshot: Snapshot;
}

/** The macros of some files whose bodies pass. A member that a parameter names is named by who uses the macro. */
export function macrosNaming({ snapshot }: Searched, paths: readonly string[], wanted: Test): readonly string[] {
  const defines = paths.flatMap((path) => definesIn(snapshot.file(path)));
  return defines.flatMap(([name, body]) => (wanted.test(body) && wanted.test(withoutGiven(body)) ? [name] : []));
}

/** A macro, from its parameter list on, without the members that its parameters name: `(p)->func(...)` where `func` is one. */
function withoutGiven(macro: string): string {
  const params = parameters(macro);
  return macro.replace(/(?:->|\.)\s*(\w+)/g, (member, name: string) => (params.has(name) ? '' : member));
}

function parameters(macro: string): ReadonlySet<string> {
  return new Set(
    /^\(([^)]*)\)/
      .exec(macro)?.[1]
      ?.split(',')
      .map((each) => each.trim()),
  );
}

/** Macros that may dispatch where they are used. */
export interface DispatchMacros {
  /** Their body names a hook. */
  readonly withHook: ReadonlySet<string>;
  /** Those of them that call one, or set one. */
  readonly calling: readonly string[];
  /** Their body calls a member that an argument names: `#define call(x, hook) ((x)->ops->hook(x))`. */
  readonly withArgument: ReadonlySet<string>;
  /** Their body is a member that an argument names, and their use is called: `#define OPS(x, hook) ((x)->ops->hook)`. */
  readonly callees: ReadonlySet<string>;
}

/** With more macros that call a hook, those that use them are not looked for. */
const MAX_MACROS = 400;

/** Some macros with those that use them, however deep. */
export function withUsers(code: Searched, macros: readonly string[]): ReadonlySet<string> {
  const found = new Set(macros);
  let fresh: readonly string[] = [...found];
  while (fresh.length > 0) {
    if (found.size > MAX_MACROS) {
      const what = `the search for macros that use ${[...found][0]} and others`;
      code.snapshot.gaps.add({ k: 'cut', what, file: null, line: null, bound: `${MAX_MACROS} macros` });
      break;
    }
    const use = pattern`\b${fresh}\s*\(`;
    const users = macrosNaming(code, code.snapshot.searchPattern(defineWith(use), fresh), use);
    fresh = [...new Set(users)].filter((name) => !found.has(name));
    for (const name of fresh) found.add(name);
  }
  return found;
}

/** Some macros with those of headers that use them, however deep; null where they are too many. */
export function withUsersInHeaders(code: Searched, macros: Iterable<string>): ReadonlySet<string> | null {
  const found = new Set(macros);
  let fresh: readonly string[] = [...found];
  while (fresh.length > 0) {
    if (found.size > MAX_MACROS) return null;
    const use = pattern`\b${fresh}\s*\(`;
    const paths = code.snapshot.searchPattern(defineWith(use), fresh, { headers: true });
    fresh = macrosNaming(code, paths, use).filter((name) => !found.has(name));
    for (const name of fresh) found.add(name);
  }
  return found;
}

/** A use of one of the macros with one of the fields as an argument. */
export function argumentPattern(macros: ReadonlySet<string>, fields: readonly string[]): RegExp {
  // Up to the next use of one: what is an argument of both is found from the inner one.
  const use = pattern`\b${macros}\s*\(`;
  return pattern`${use}(?:(?!${use})[^;{}])*?(?:[(,]|${use})\s*${fields}\s*[,)]`;
}

/** A use of one of the macros that are called with one of the fields as an argument: `OPS(x, hook)(x)`. */
export function calleePattern(macros: ReadonlySet<string>, fields: readonly string[]): RegExp {
  const use = pattern`\b${macros}\s*\(`;
  return pattern`${use}(?:(?!${use})[^;{}])*?[(,]\s*${fields}\s*(?:,[^;{}()]*)?\)\s*\(`;
}

/** A call of a member: `->name(`, `.name)(`. */
const MEMBER_CALL = /(?:->|\.)\s*(\w+)\s*(?:\)\s*)?\(/g;

/** A member that a macro ends with. */
const MEMBER_LAST = /(?:->|\.)\s*(\w+)[\s)]*$/;

/** A macro with parameters whose body has what a pattern says. */
function defineWith(wanted: RegExp): RegExp {
  return patternWith('m')`^[ \t]*#[ \t]*define(?<!\\\n[ \t]*#[ \t]*define)[ \t]+\w+\((?:[^\n]|\\\n)*${wanted}`;
}

/** The macros that may dispatch one of the fields where they are used, `use` being what a use of one looks like. */
export function dispatchMacros(code: Searched, use: RegExp, fields: readonly string[]): DispatchMacros {
  const call = pattern`(?:->|\.)\s*${fields}\s*(?:\)\s*)?\(`;
  const sets = setting(fields);
  const found = macrosWith(code, use, fields, { test: (body) => call.test(body) || sets.test(body) });
  const { calling, callees } = code.snapshot.get(ARGUMENT_MACROS);
  const others = (names: readonly string[]): Set<string> => new Set(names.filter((name) => !found.withHook.has(name)));
  return { ...found, withArgument: others(calling), callees: others(callees) };
}

/** Those that may set one, `use` being what that looks like. */
export function settingMacros(code: Searched, use: RegExp, fields: readonly string[]): DispatchMacros {
  return { ...macrosWith(code, use, fields, setting(fields)), withArgument: new Set(), callees: new Set() };
}

type Test = Pick<RegExp, 'test'>;

function macrosWith(
  code: Searched,
  use: RegExp,
  fields: readonly string[],
  wanted: Test,
): Pick<DispatchMacros, 'withHook' | 'calling'> {
  const { snapshot } = code;
  const define = defineWith(use);
  // Most of these files are not looked at again: they need not be cut.
  const defines = snapshot.searchPattern(use, fields).filter((path) => define.test(snapshot.read(path) ?? ''));
  const withHook = new Set(macrosNaming(code, defines, use));
  return { withHook, calling: withHook.size > 0 ? macrosNaming(code, defines, wanted) : [] };
}

/** Whether a macro sets one of the fields. */
function setting(fields: readonly string[]): Test {
  const set = patternWith('g')`(?:->|[\w\])]\.)\s*${fields}\s*=[^=]`;
  return { test: (body) => [...body.matchAll(set)].some(({ index }) => !isSlot(body, index)) };
}

/** Whether what stands at an offset is a slot of a table, of a member's member: `.inner.hook = ...`. `.hook = ...` alone is no match. */
function isSlot(body: string, at: number): boolean {
  let start = at;
  while (start > 0 && /[\w.[\]]/.test(body.charAt(start - 1))) start--;
  return start < at && body.charAt(start) === '.';
}

/** Macros that call a member which an argument names, and those that are one. */
interface ArgumentMacros {
  readonly calling: readonly string[];
  readonly callees: readonly string[];
}

const ARGUMENT_MACROS = query('macros that call an argument', (snapshot: Snapshot): ArgumentMacros => {
  const member = pattern`${MEMBER_CALL}|(?:->|\.)\s*\w+[ \t\r)]*$`;
  const paths = snapshot.searchPattern(defineWith(member), [MEMBER_MACRO]);
  const found = paths.map((path) => snapshot.get(ARGUMENT_CALLERS, path));
  return { calling: found.flatMap(({ calling }) => calling), callees: found.flatMap(({ callees }) => callees) };
});

const ARGUMENT_CALLERS = query('macros of a text that call an argument', (snapshot: Snapshot, path: string) =>
  argumentCallers(snapshot.read(path) ?? ''),
);

function argumentCallers(text: string): ArgumentMacros {
  const defines = [...text.matchAll(/^[ \t]*#[ \t]*define[ \t]+(\w+)(\((?:\\\r?\n|[^\n])*)/gm)];
  const names = (passes: (body: string) => boolean): readonly string[] =>
    defines.flatMap(([, name = '', body = '']) => (passes(body) ? [name] : []));
  return { calling: names(callsArgument), callees: names(isArgument) };
}

/** The macros of a file, each with its text from its parameter list on. */
export function definesIn(file: SourceFile | null): readonly (readonly [name: string, body: string])[] {
  return (file?.regions ?? []).flatMap(({ kind, name, start, end }) => {
    const text = kind === 'define' ? (file?.text.slice(start, end) ?? '') : '';
    return kind === 'define' ? [[name, text.slice(text.indexOf(name) + name.length)] as const] : [];
  });
}

/** Whether a macro, from its parameter list on, calls a member that a parameter names. */
function callsArgument(macro: string): boolean {
  const params = parameters(macro);
  return [...macro.matchAll(MEMBER_CALL)].some((call) => params.has(call[1] ?? ''));
}

/** Whether a macro, from its parameter list on, ends with a member that a parameter names. */
function isArgument(macro: string): boolean {
  return parameters(macro).has(MEMBER_LAST.exec(macro)?.[1] ?? '');
}
