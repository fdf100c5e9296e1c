/** What hovers say, as Markdown; `explain` prints the same on a terminal. */
import type { MemberCall } from '../../resolve/hook-uses.ts';
import { memoryType } from '../../resolve/memory-type.ts';
import { type Mention, mentionsOf } from '../../resolve/mentions.ts';
import type { OpsIndex, Resolver } from '../../resolve/ops.ts';
import type { OpsTable } from '../../resolve/tables.ts';
import type { MemberRef } from '../../resolve/types.ts';
import { checkElsewhere } from '../lists/dispatch.ts';
import { tableCondition } from '../lists/matrix.ts';
import { commentBefore, fieldComment } from '../target/comments.ts';
import { installers } from '../target/installers.ts';
import type { Target } from '../target/target.ts';

/** A hover before it is laid out: code, then what is known, a point each. */
export interface Explanation {
  readonly title: string;
  /** C code that the title stands for. */
  readonly code: string;
  readonly doc: string;
  readonly points: readonly string[];
}

/** Places listed before the rest is counted only. */
const MAX_LISTED = 12;

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

/** The address of a line of a file, by its path in the tree. */
export type LineAddress = (path: string, line: number) => string;

/** The hover's Markdown; places are links where `address` is given. */
export function hoverMarkdown(target: Target, address: LineAddress | null): string {
  const { code, doc, points } = explainTarget(target);
  const parts = ['```c', code, '```'];
  if (doc) parts.push('', escaped(doc).replace(/\n/g, '  \n'));
  if (points.length > 0) parts.push('', ...points.map((point) => `- ${address ? linked(point, address) : point}`));
  return parts.join('\n');
}

/** A point with its places, which stand in it as `mm/shmem.c:3233`, as links. */
function linked(point: string, address: LineAddress): string {
  return point.replace(
    /((?:[\w.+-]+\/)+[\w.+-]+\.[ch]):(\d+)/g,
    (place, path: string, line: string) => `[${place}](${address(path, Number(line))})`,
  );
}

function escaped(text: string): string {
  return text.replace(/[\\`*_{}[\]<>#|]/g, '\\$&');
}

function listed(items: readonly string[]): string {
  const shown = items.slice(0, MAX_LISTED).join(', ');
  return items.length > MAX_LISTED ? `${shown} and ${items.length - MAX_LISTED} more` : shown;
}

function code(text: string): string {
  return `\`${text}\``;
}

function signature(ref: MemberRef): string {
  return ref.owner.file
    .slice(ref.member)
    .replace(/\s+/g, ' ')
    .replace(/\s*;?$/, ';');
}

function fieldExplanation(ops: OpsIndex, ref: MemberRef): Explanation {
  const name = ref.member.name ?? '';
  const isHook = ops.resolver.expressions.types.isHook(ref);
  return {
    title: `${ops.name}.${name}`,
    code: `/* struct ${ops.name} */\n${signature(ref)}`,
    doc: fieldComment(ref),
    points: isHook ? hookPoints(ops, name) : valuePoints(ops, ref),
  };
}

/** Who implements a hook, for which memory type; who leaves it unset; from where it is called. */
function hookPoints(ops: OpsIndex, name: string): string[] {
  const points = ops.tables().flatMap((table) => {
    const slot = table.slots.find((each) => each.field === name && each.value.k === 'function');
    if (slot?.value.k !== 'function') return [];
    const when = [tableCondition(ops, table), slot.condition].filter(Boolean).join(' && ');
    const at = `${table.file.path}:${table.file.point(slot.at).line}`;
    return [
      `**${memoryType(table, ops.name)}**: ${code(slot.value.name)} (${code(table.name)}, ${at}${when ? `, ${code(when)}` : ''})`,
    ];
  });
  for (const each of ops.implementations(name)) {
    if (each.table === null)
      points.push(`assigned at run time: ${code(each.function)} (${each.file.path}:${each.file.point(each.at).line})`);
  }
  const unset = ops
    .tables()
    .filter((table) => !table.slots.some((slot) => slot.field === name && slot.value.k !== 'null'));
  if (unset.length > 0) points.push(`unset: ${listed(unset.map((table) => memoryType(table, ops.name)))}`);
  return [...points, ...callPoints(ops, name, unset.length > 0)];
}

/** From where a hook is called, and, where that matters, whether it is checked. */
function callPoints(ops: OpsIndex, name: string, canBeUnset: boolean): string[] {
  const calls = ops.usesOf(name).calls.filter((each) => each.field === name && ops.is(each.struct));
  const points = calls.slice(0, MAX_LISTED).map((each) => {
    const at = `${each.file.path}:${each.file.point(each.at).line}`;
    return `called in ${code(`${each.inFunction}()`)} (${at}${canBeUnset ? `, ${guardText(ops, each)}` : ''})`;
  });
  if (calls.length > MAX_LISTED) points.push(`and ${calls.length - MAX_LISTED} more calls`);
  for (const copy of ops.usesOf(name).copies) {
    if (copy.field !== name || !copy.into) continue;
    const at = `${copy.file.path}:${copy.file.point(copy.at).line}`;
    points.push(
      `copied to ${code(`${copy.into.struct.name}.${copy.into.field}`)} in ${code(`${copy.inFunction}()`)} (${at})`,
    );
  }
  if (points.length === 0) points.push('no call through this hook in the folders that were read');
  return points;
}

function guardText(ops: OpsIndex, call: MemberCall): string {
  if (call.guarded) return 'after a NULL check';
  const check = checkElsewhere(ops, call);
  if (!check) return '**unguarded**';
  return `checked in ${code(`${check.inFunction}()`)}, ${check.file.path}:${check.file.point(check.at).line}`;
}

function valuePoints(ops: OpsIndex, ref: MemberRef): string[] {
  const name = ref.member.name ?? '';
  const points = ops.tables().flatMap((table) => {
    const slot = table.slots.find((each) => each.field === name);
    return slot?.value.k === 'value' ? [`**${memoryType(table, ops.name)}**: ${code(slot.value.text)}`] : [];
  });
  return [...points, ...readerPoints(mentionsOf(ops.resolver, ref.owner, name))];
}

function readerPoints(mentions: readonly Mention[]): string[] {
  const text = (kinds: readonly Mention['kind'][]): string[] => [
    ...new Set(
      mentions.flatMap((each) => (kinds.includes(each.kind) && each.inFunction ? [code(`${each.inFunction}()`)] : [])),
    ),
  ];
  const points: string[] = [];
  const writers = text(['write', 'initialise']);
  const readers = text(['read']);
  const callers = text(['call']);
  if (writers.length > 0) points.push(`set in ${listed(writers)}`);
  if (readers.length > 0) points.push(`read in ${listed(readers)}`);
  if (callers.length > 0) points.push(`called in ${listed(callers)}`);
  return points;
}

function functionExplanation(target: Extract<Target, { k: 'function' }>): Explanation {
  const [first] = target.fills;
  const resolver = first?.ops.resolver;
  const from = first?.file;
  const place = resolver && from ? resolver.functions.find(target.name, from) : null;
  const region = place?.file.regionAt(place.at);
  const head =
    place && region ? place.file.text.slice(region.start, region.brace < 0 ? region.end : region.brace) : target.name;
  return {
    title: target.name,
    code: `${head.replace(/\s+/g, ' ').trim().replace(/;$/, '')};`,
    doc: place && region ? commentBefore(place.file, region.start) : '',
    points: target.fills.map(({ ops, field, table, file, line, inFunction }) => {
      if (!table)
        return `fills ${code(`${ops.name}.${field}`)}, assigned in ${code(`${inFunction}()`)} (${file.path}:${line})`;
      const where = `${table.file.path}:${table.file.point(table.at).line}`;
      const into = installedIn(ops, table);
      return `fills ${code(`${ops.name}.${field}`)} for **${memoryType(table, ops.name)}** (${code(table.name)}, ${where}${into})`;
    }),
  };
}

function installedIn(ops: OpsIndex, table: OpsTable): string {
  const into = ops
    .installs()
    .flatMap((each) => (each.table === table ? [code(each.into ?? `${each.inFunction}()`)] : []));
  return into.length > 0 ? `, installed in ${listed([...new Set(into)])}` : '';
}

function tableExplanation(ops: OpsIndex, table: OpsTable): Explanation {
  const set = table.slots.flatMap((slot) =>
    slot.value.k === 'function' ? [`${code(slot.field)}: ${code(slot.value.name)}`] : [],
  );
  const unset = ops
    .hookNames()
    .filter((name) => !table.slots.some((slot) => slot.field === name && slot.value.k === 'function'));
  const points = [`memory type **${memoryType(table, ops.name)}**`, ...set];
  if (unset.length > 0) points.push(`unset: ${unset.map(code).join(', ')}`);
  const condition = tableCondition(ops, table);
  if (condition) points.push(`under ${code(condition)}`);
  for (const each of ops.installs()) {
    if (each.table !== table) continue;
    const at = `${each.file.path}:${each.file.point(each.at).line}`;
    points.push(`installed as ${code(`.${each.member}`)} in ${code(each.into ?? `${each.inFunction}()`)} (${at})`);
  }
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
  const points = [`installs tables of ${code(`struct ${ops.name}`)}`];
  for (const each of ops.installs()) {
    if (each.member !== name) continue;
    const at = `${each.file.path}:${each.file.point(each.at).line}`;
    points.push(
      `**${memoryType(each.table, ops.name)}**: ${code(each.table.name)} in ${code(each.into ?? `${each.inFunction}()`)} (${at})`,
    );
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
    .map(
      (table) =>
        `**${memoryType(table, ops.name)}**: ${code(table.name)} (${table.file.path}:${table.file.point(table.at).line})`,
    );
  const into = installers(ops).map((ref) => code(`${ref.owner.name}.${ref.member.name}`));
  return {
    title: `struct ${ops.name}`,
    code: `struct ${ops.name};  /* ${ops.hookNames().length} hooks, ${ops.tables().length} tables */`,
    doc: file && region ? commentBefore(file, region.start) : '',
    points: [...tables, ...(into.length > 0 ? [`installed through ${listed([...new Set(into)])}`] : [])],
  };
}
