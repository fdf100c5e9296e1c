/** What hovers say; `explain` prints the same on a terminal. */

import type { MemberRef } from '../../resolve/language/types.ts';
import { type Mention, mentionsOf } from '../../resolve/ops/mentions.ts';
import type { OpsIndex, Resolver } from '../../resolve/ops/ops.ts';
import { returnsOf } from '../../resolve/ops/returns.ts';
import { memoryType } from '../../resolve/tables/memory-type.ts';
import { tableCondition } from '../../resolve/tables/table-condition.ts';
import type { OpsTable } from '../../resolve/tables/tables.ts';
import { commentBefore, fieldComment } from '../cursor/comments.ts';
import { installers } from '../cursor/installers.ts';
import type { Target } from '../cursor/target.ts';
import { andMore, code, enumerated, type Part, type Prose, place, say, strong } from '../prose.ts';
import {
  callsOf,
  callText,
  copyTexts,
  filledText,
  functionAround,
  listed,
  MAX_LISTED,
  NEVER_CALLED,
  tableName,
} from './hook-points.ts';
import { unsetIn, unsetPoint } from './unset.ts';

/** A hover before it is laid out: code, then what is known, a point each. */
export interface Explanation {
  readonly title: string;
  /** C code that the title stands for. */
  readonly code: string;
  readonly doc: string;
  readonly points: readonly Prose[];
}

/** What is known of a target. */
export function explainTarget(target: Target): Explanation {
  switch (target.k) {
    case 'field':
      return fieldExplanation(target.ops, target.ref);
    case 'function':
      return functionExplanation(target);
    case 'table':
      return tableExplanation(target.ops, target.table);
    case 'installer':
      return installerExplanation(target.ops, target.ref);
    case 'context':
      return contextExplanation(target.resolver, target.ref);
    case 'struct':
      return structExplanation(target.ops);
  }
}

function signature(ref: MemberRef): string {
  return ref.owner.file.slice(ref.member).replace(/\s+/g, ' ').replace(/ ?;?$/, ';');
}

function fieldExplanation(ops: OpsIndex, ref: MemberRef): Explanation {
  const isHook = ops.resolver.expressions.types.isHook(ref);
  return { ...fieldHead(ops, ref), points: isHook ? hookPoints(ops, ref.member.name ?? '') : valuePoints(ops, ref) };
}

/** What is said of a field before who fills it. */
export function fieldHead(ops: OpsIndex, ref: MemberRef): Explanation {
  return {
    title: `${ops.name}.${ref.member.name ?? ''}`,
    code: `/* struct ${ops.name} */\n${signature(ref)}`,
    doc: fieldComment(ref),
    points: [],
  };
}

/** Who implements a hook, for which memory type; who leaves it unset; from where it is called. */
function hookPoints(ops: OpsIndex, name: string): Prose[] {
  const filled = ops.implementations(name);
  const unset = unsetIn(ops, name);
  return [
    ...[...filled.filter(({ table }) => table), ...filled.filter(({ table }) => !table)].map((each) =>
      filledText(ops, name, each, code(each.function)),
    ),
    ...unsetPoint(ops, unset),
    ...callPoints(ops, name, unset.length > 0),
  ];
}

/** From where a hook is called, and, where that matters, whether it is checked. */
function callPoints(ops: OpsIndex, name: string, canBeUnset: boolean): Prose[] {
  const calls = callsOf(ops, name);
  const points = calls.slice(0, MAX_LISTED).map((each) => callText(ops, each, canBeUnset));
  if (calls.length > MAX_LISTED) points.push(say`${andMore(calls.length - MAX_LISTED, 'call')}`);
  const said = [...points, ...copyTexts(ops, name)];
  return said.length === 0 ? [NEVER_CALLED] : said;
}

function valuePoints(ops: OpsIndex, ref: MemberRef): Prose[] {
  const name = ref.member.name ?? '';
  const points = ops.tables().flatMap((table) => {
    const slot = table.slots.find((each) => each.field === name);
    return slot?.value.k === 'value' ? [say`${strong(memoryType(table, ops.name))}: ${code(slot.value.text)}`] : [];
  });
  return [...points, ...readerPoints(mentionsOf(ops.resolver, ref.owner, name))];
}

function readerPoints(mentions: readonly Mention[]): Prose[] {
  const functions = (kinds: readonly Mention['kind'][]): Part[] => {
    const names = mentions.flatMap((each) => (kinds.includes(each.kind) && each.inFunction ? [each.inFunction] : []));
    return [...new Set(names)].map((name) => code(`${name}()`));
  };
  const points: Prose[] = [];
  const writers = functions(['write', 'initialise']);
  const readers = functions(['read']);
  const callers = functions(['call']);
  if (writers.length > 0) points.push(say`set in ${listed(writers)}`);
  if (readers.length > 0) points.push(say`read in ${listed(readers)}`);
  if (callers.length > 0) points.push(say`called in ${listed(callers)}`);
  return points;
}

function functionExplanation(target: Extract<Target, { k: 'function' }>): Explanation {
  const [first] = target.fills;
  const resolver = first?.ops.resolver;
  const from = first?.table?.unit ?? first?.file;
  const found = resolver && from ? resolver.functions.find(target.name, from) : null;
  const region = found?.file.regionAt(found.at);
  const head =
    found && region ? found.file.text.slice(region.start, region.brace < 0 ? region.end : region.brace) : target.name;
  return {
    title: target.name,
    code: `${head.replace(/\s+/g, ' ').trim().replace(/;$/, '')};`,
    doc: found && region ? commentBefore(found.file, region.start) : '',
    points: target.fills.map(({ ops, field, table, file, line, inFunction }) => {
      const hook = code(`${ops.name}.${field}`);
      if (!table)
        return say`fills ${hook}, assigned in ${code(`${inFunction}()`)} (${{ k: 'place', file: file.path, line }})`;
      const where = say`${tableName(table)}, ${place(table.file, table.at)}${installedIn(ops, table)}`;
      return say`fills ${hook} for ${strong(memoryType(table, ops.name))} (${where})`;
    }),
  };
}

function installedIn(ops: OpsIndex, table: OpsTable): Prose {
  const into = ops.installsOf(table).map((each) => each.into ?? `${each.inFunction}()`);
  return into.length > 0 ? say`, installed in ${listed([...new Set(into)].map(code))}` : [];
}

function tableExplanation(ops: OpsIndex, table: OpsTable): Explanation {
  const set = table.slots.flatMap((slot) =>
    slot.value.k === 'function' ? [say`${code(slot.field)}: ${code(slot.value.name)}`] : [],
  );
  const unset = ops
    .hookNames()
    .filter((name) => !table.slots.some((slot) => slot.field === name && slot.value.k === 'function'));
  const points = [say`memory type ${strong(memoryType(table, ops.name))}`, ...set];
  if (unset.length > 0) points.push(say`unset: ${enumerated(unset.map(code))}`);
  const condition = tableCondition(ops.resolver.snapshot, table);
  if (condition) points.push(say`under ${code(condition)}`);
  for (const each of ops.installs()) {
    if (each.table !== table) continue;
    const into = code(each.into ?? `${each.inFunction}()`);
    points.push(say`installed as ${code(`.${each.member}`)} in ${into} (${place(each.file, each.at)})`);
  }
  for (const { inFunction, file, at } of returnsOf(ops, table))
    points.push(say`returned by ${functionAround(file, at, inFunction)} (${place(file, at)})`);
  const storage = `${table.isStatic ? 'static ' : ''}${table.isConst ? 'const ' : ''}`;
  return {
    title: table.name,
    code: `${storage}struct ${table.struct.name || ops.name} ${table.name}${table.path};`,
    doc: '',
    points,
  };
}

function installerExplanation(ops: OpsIndex, ref: MemberRef): Explanation {
  const name = ref.member.name ?? '';
  const points = [say`installs tables of ${code(`struct ${ops.name}`)}`];
  for (const each of ops.installs()) {
    if (each.member !== name) continue;
    const where = say`${code(each.into ?? `${each.inFunction}()`)} (${place(each.file, each.at)})`;
    points.push(say`${strong(memoryType(each.table, ops.name))}: ${tableName(each.table)} in ${where}`);
  }
  return {
    title: `${ref.owner.name}.${name}`,
    code: `/* struct ${ref.owner.name} */\n${signature(ref)}`,
    doc: fieldComment(ref),
    points,
  };
}

/** A field of an operation's state: its comment, who sets it and who reads it, and the hooks that it can hold. */
function contextExplanation(resolver: Resolver, ref: MemberRef): Explanation {
  const name = ref.member.name ?? '';
  const points = readerPoints(mentionsOf(resolver, ref.owner, name));
  return {
    title: `${ref.owner.name}.${name}`,
    code: `/* struct ${ref.owner.name} */\n${signature(ref)}`,
    doc: fieldComment(ref),
    points,
  };
}

function structExplanation(ops: OpsIndex): Explanation {
  const region = ops.definition()?.file.regionAt(ops.definition()?.at ?? 0);
  const file = ops.definition()?.file;
  const tables = ops
    .tables()
    .map((table) => say`${strong(memoryType(table, ops.name))}: ${tableName(table)} (${place(table.file, table.at)})`);
  const into = new Set(installers(ops).map((ref) => `${ref.owner.name}.${ref.member.name}`));
  return {
    title: `struct ${ops.name}`,
    code: `struct ${ops.name};  /* ${ops.hookNames().length} hooks, ${ops.tables().length} tables */`,
    doc: file && region ? commentBefore(file, region.start) : '',
    points: [...tables, ...(into.size > 0 ? [say`installed through ${listed([...into].map(code))}`] : [])],
  };
}
