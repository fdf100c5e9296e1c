/** Where to jump: implementations, definitions and references of what the cursor is on. */
import { patternWith } from '../../base/patterns.ts';
import type { SourceFile } from '../../index/file.ts';
import { folderOf } from '../../index/includes.ts';
import type { MemberRef } from '../../resolve/language/types.ts';
import { mentionsOf } from '../../resolve/ops/mentions.ts';
import type { Implementation, OpsIndex, Resolver } from '../../resolve/ops/ops.ts';
import type { OpsTable } from '../../resolve/tables/tables.ts';
import type { HookCopy } from '../../resolve/uses/hook-uses.ts';
import { skipLiteral } from '../../syntax/skip.ts';
import { hooksOf } from '../cursor/fills.ts';
import type { Target } from '../cursor/target.ts';
import { once, type Spot, sorted, spot } from '../places.ts';
import { fillingsOf } from './fillings.ts';

/** The definitions that fill the hook, those that matter most to a file first; or the tables that a member installs. */
export function implementations(target: Target, from: SourceFile): readonly Spot[] {
  switch (target.k) {
    case 'field':
      return implementationsFor(target.ops, target.ref.member.name ?? '', from);
    case 'function':
      return once(fillersOf(hooksOf(target.fills), from));
    case 'table':
      return [tableSpot(target.table)];
    case 'installer':
      return installedTables(target.ops, target.ref.member.name ?? '');
    case 'struct':
      return sorted(target.ops.tables().map(tableSpot));
    case 'context':
      return copiedHooks(target);
  }
}

/** The definitions of the functions that fill some hooks. */
function fillersOf(hooks: ReturnType<typeof hooksOf>, from: SourceFile): readonly Spot[] {
  for (const ops of new Set(hooks.map((each) => each.ops))) ops.expect(hooks.filter((each) => each.ops === ops).length);
  return hooks.flatMap(({ ops, field }) => implementationsFor(ops, field, from));
}

/** The definitions of the functions that fill a hook: those of a file and its folder, those that many tables share, the others. */
function implementationsFor(ops: OpsIndex, field: string, from: SourceFile): readonly Spot[] {
  return once(fillingsOf(ops, field, from).flatMap(({ all }) => all.map((each) => functionSpot(ops.resolver, each))));
}

/** The tables that a member installs; all of them where nothing that was read installs one through it. */
function installedTables(ops: OpsIndex, member: string): readonly Spot[] {
  const installed = ops.installs().filter((each) => each.member === member);
  return sorted((installed.length > 0 ? installed.map((each) => each.table) : ops.tables()).map(tableSpot));
}

/** The implementations of every hook that is copied to a member of an operation's state. */
function copiedHooks({ resolver, ref, settings }: Extract<Target, { k: 'context' }>): readonly Spot[] {
  return sorted(
    settings.ops.flatMap((name) => {
      const ops = resolver.ops(name);
      const copies = ops.uses().copies.filter((copy) => isInto(copy, ref));
      return copies.flatMap((copy) => hookImplementations(ops, copy.field));
    }),
  );
}

function isInto(copy: HookCopy, ref: MemberRef): boolean {
  return copy.into?.struct === ref.owner && copy.into.field === ref.member.name;
}

/** The definitions of every function that fills a hook. */
export function hookImplementations(ops: OpsIndex, field: string): readonly Spot[] {
  return sorted(ops.implementations(field).map((each) => functionSpot(ops.resolver, each)));
}

/** Where a function that fills a hook is defined; the slot itself when the tree does not say. */
export function functionSpot(resolver: Resolver, each: Pick<Implementation, 'function' | 'file' | 'at'>): Spot {
  const place = resolver.functions.find(each.function, each.file);
  return place ? spot(place.file, place.at, each.function.length) : spot(each.file, each.at, each.function.length);
}

/** The name of a table's object. */
export function tableSpot(table: OpsTable): Spot {
  return spot(table.file, table.at, Math.max(1, table.name.length));
}

/** The declaration of what the cursor is on. */
export function definitions(target: Target, file: SourceFile): readonly Spot[] {
  switch (target.k) {
    case 'field':
    case 'installer':
    case 'context':
      return [memberSpot(target.ref)];
    case 'function': {
      const [fill] = target.fills;
      const place = fill?.ops.resolver.functions.find(target.name, file);
      return place ? [spot(place.file, place.at, target.name.length)] : [];
    }
    case 'table':
      return [tableSpot(target.table)];
    case 'struct':
      return [spot(target.struct.file, target.struct.at, target.struct.name.length)];
  }
}

/** The name of a member in its struct. */
export function memberSpot(ref: MemberRef): Spot {
  return spot(ref.owner.file, ref.member.nameAt, ref.member.name?.length ?? 1);
}

/** Every mention in code; `declaration` says whether the declaration counts. */
export function references(target: Target, file: SourceFile, declaration: boolean): readonly Spot[] {
  const own = new Set(definitions(target, file).map((each) => `${each.file}:${each.line}:${each.column}`));
  return nearFirst(sorted(mentions(target)), file).filter(
    (each) => declaration || !own.has(`${each.file}:${each.line}:${each.column}`),
  );
}

/** Those of a file, those of its folder, and the others, each in the order that they have. */
function nearFirst(spots: readonly Spot[], from: SourceFile): readonly Spot[] {
  const folder = folderOf(from.path);
  const rank = ({ file }: Spot): number => (file === from.path ? 0 : folderOf(file) === folder ? 1 : 2);
  return [0, 1, 2].flatMap((each) => spots.filter((one) => rank(one) === each));
}

function mentions(target: Target): Spot[] {
  switch (target.k) {
    case 'field':
      return memberMentions(target.ops.resolver, target.ref);
    case 'installer':
      return memberMentions(target.ops.resolver, target.ref);
    case 'context':
      return memberMentions(target.resolver, target.ref);
    case 'table':
      return nameMentions(target.ops.resolver, target.table.name, target.table.isStatic ? target.table.file : null);
    case 'function':
      return target.fills.slice(0, 1).flatMap((fill) => nameMentions(fill.ops.resolver, target.name, null));
    case 'struct':
      return nameMentions(target.ops.resolver, target.struct.name, null);
  }
}

function memberMentions(resolver: Resolver, ref: MemberRef): Spot[] {
  const name = ref.member.name ?? '';
  const found = mentionsOf(resolver, ref.owner, name).map((each) => spot(each.file, each.at, name.length));
  return [memberSpot(ref), ...found];
}

/** Every place where a name stands in code: comments, strings and members of the same name left out. */
function nameMentions(resolver: Resolver, name: string, only: SourceFile | null): Spot[] {
  const files = only ? [only] : resolver.snapshot.search([name]).flatMap((path) => resolver.snapshot.file(path) ?? []);
  return files.flatMap((file) => wordsOf(file, name).map((at) => spot(file, at, name.length)));
}

/** Offsets of a word in a file's code. */
function wordsOf(file: SourceFile, name: string): number[] {
  const code = blankNonCode(file.text);
  return [...code.matchAll(patternWith('g')`(?<!->\s{0,8}|\.\s{0,8})\b${name}\b`)].map((match) => match.index);
}

/** The text with comments and literals blanked, offsets kept. */
function blankNonCode(text: string): string {
  let result = '';
  let at = 0;
  const opening = /["'/]/g;
  for (let open = opening.exec(text); open; open = opening.exec(text)) {
    const end = skipLiteral(text, open.index);
    if (end === open.index) continue;
    result += text.slice(at, open.index) + text.slice(open.index, end).replace(/[^\n]/g, ' ');
    opening.lastIndex = at = Math.max(end, open.index + 1);
  }
  return result + text.slice(at);
}
