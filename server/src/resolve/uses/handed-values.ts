/** What gets into a parameter or a variable, found backwards: by the callers of its function, and by what it is set to. */
import { addTo } from '../../base/add-to.ts';
import { pattern, patternWith } from '../../base/patterns.ts';
import type { SourceFile } from '../../index/file.ts';
import { query } from '../../index/query.ts';
import type { Snapshot } from '../../index/snapshot.ts';
import { Expressions } from '../language/expressions.ts';
import { type FunctionText, flowsIn } from './flow-index.ts';
import { type Flow, FlowReader } from './flows.ts';
import { type FunctionId, type Holder, holderKey } from './holders.ts';
import type { Source } from './sources.ts';

type Hook = Extract<Holder, { k: 'hook' }>;

/** A function, or what a hook has, where it is handed over or set. */
export interface HandedValue extends Omit<Flow, 'from' | 'into'> {
  readonly from: Extract<Source, { k: 'function' }> | Hook;
}

/** Everything that gets into a parameter or a variable, or that a function returns, through others too. */
export function valuesOf(snapshot: Snapshot, holder: Exclude<Holder, Hook>): readonly HandedValue[] {
  switch (holder.k) {
    case 'local':
      return snapshot.get(SET_TO, holder.file, holder.at, holder.name);
    case 'param':
      return snapshot.get(PASSED, holder.fn.name, holder.fn.file, holder.index);
    case 'global':
      return snapshot.get(KEPT, holder.name, holder.file);
    case 'result':
      return snapshot.get(RETURNED, holder.fn.name, holder.fn.file);
    case 'argument':
      return [];
  }
}

const PASSED = query(
  'what a parameter is given',
  (snapshot: Snapshot, name: string, file: SourceFile | null, index: number): readonly HandedValue[] =>
    callerFlows(snapshot, { name, file }).flatMap((flow) => {
      const { into } = flow;
      if (into.k !== 'param' || into.index !== index) return [];
      return into.fn.name === name && into.fn.file === file ? followed(snapshot, flow) : [];
    }),
  () => [],
);

const SET_TO = query(
  'what a variable is set to',
  (snapshot: Snapshot, file: SourceFile, at: number, name: string): readonly HandedValue[] => {
    const around = file.regionAt(at);
    const expressions = new Expressions(snapshot);
    const { flows } = flowsIn(expressions, file, new FlowReader(expressions), ({ region }) => region === around);
    return flows.flatMap((flow) =>
      flow.into.k === 'local' && flow.into.at === at && flow.into.name === name ? followed(snapshot, flow) : [],
    );
  },
  () => [],
);

const KEPT = query(
  'what a variable of no function is set to',
  (snapshot: Snapshot, name: string, file: SourceFile | null): readonly HandedValue[] => {
    const key = holderKey({ k: 'global', name, file });
    const flows = flowsNaming(snapshot, { name, file }, ({ text }) => text.includes(name));
    return flows.flatMap((flow) => (holderKey(flow.into) === key ? followed(snapshot, flow) : []));
  },
  () => [],
);

const RETURNED = query(
  'what a function returns',
  (snapshot: Snapshot, name: string, file: SourceFile | null): readonly HandedValue[] => {
    const key = holderKey({ k: 'result', fn: { name, file } });
    const flows = flowsNaming(snapshot, { name, file }, ({ region }) => region.name === name);
    return flows.flatMap((flow) => (holderKey(flow.into) === key ? followed(snapshot, flow) : []));
  },
  () => [],
);

/** What functions do that pass, of the files that name something. */
function flowsNaming(
  snapshot: Snapshot,
  { name, file }: FunctionId,
  wanted: (each: FunctionText) => boolean,
): readonly Flow[] {
  const expressions = new Expressions(snapshot);
  return (file ? [file.path] : snapshot.search([name])).flatMap((path) => {
    const source = snapshot.file(path);
    return source ? flowsIn(expressions, source, new FlowReader(expressions), wanted).flows : [];
  });
}

function followed(snapshot: Snapshot, flow: Flow): readonly HandedValue[] {
  const { from } = flow;
  return from.k === 'function' || from.k === 'hook' ? [{ ...flow, from }] : valuesOf(snapshot, from);
}

/** What is handed over where a function is called, by itself or by a macro. */
function callerFlows(snapshot: Snapshot, { name, file }: FunctionId): readonly Flow[] {
  const names = [name, ...macrosCalling(snapshot, name, file)];
  const call = pattern`\b${names}\s*\(`;
  const files = file ? [file.path] : snapshot.searchPattern(call, names);
  const expressions = new Expressions(snapshot);
  const found: Flow[] = [];
  for (const path of files) {
    const source = snapshot.file(path);
    if (!source) continue;
    const isCaller = ({ text, brace }: FunctionText): boolean => call.test(text.slice(brace));
    addTo(found, flowsIn(expressions, source, new FlowReader(expressions), isCaller).flows);
  }
  return found;
}

/** With more macros that lead to a function, those that use them are not looked for. */
const MAX_MACROS = 100;

/** The macros that call a function, and those that use such a macro. */
function macrosCalling(snapshot: Snapshot, name: string, file: SourceFile | null): readonly string[] {
  const found = new Set([name]);
  for (const each of found) {
    if (found.size > MAX_MACROS) {
      const what = `who calls ${name}() by a macro`;
      snapshot.gaps.add({ k: 'cut', what, file: null, line: null, bound: `${MAX_MACROS} macros` });
      break;
    }
    const use = pattern`\b${each}\s*\(`;
    const define = patternWith('m')`^[ \t]*#[ \t]*define[ \t]+\w+\((?:[^\n]|\\\n)*\b${each}\s*\(`;
    const paths = file ? [file.path] : snapshot.searchPattern(define, [each]);
    for (const path of paths) for (const user of usersIn(snapshot.file(path), use)) found.add(user);
  }
  found.delete(name);
  return [...found];
}

/** The macros of a file with parameters whose bodies have a use. */
function usersIn(file: SourceFile | null, use: RegExp): readonly string[] {
  return (file?.regions ?? []).flatMap(({ kind, name, start, end }) => {
    if (!file || kind !== 'define') return [];
    const text = file.text.slice(start, end);
    const behind = text.slice(text.indexOf(name) + name.length);
    return behind.startsWith('(') && use.test(behind) ? [name] : [];
  });
}
