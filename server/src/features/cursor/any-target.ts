/**
 * What the cursor is on, whatever ops struct it belongs to. The structs of the setting are asked first; for a hook, a slot or a
 * table of any other one the struct is read when somebody points at it.
 */
import type { SourceFile } from '../../index/file.ts';
import { slotsIn, slotsOf } from '../../resolve/graph/any-ops.ts';
import type { StructDef } from '../../resolve/language/types.ts';
import { Bodies } from '../../resolve/ops/bodies.ts';
import { membersIn } from '../../resolve/ops/mentions.ts';
import type { Resolver } from '../../resolve/ops/ops.ts';
import type { QuerySettings } from '../query.ts';
import { wordAt } from './cursor.ts';
import type { Target } from './target.ts';
import { targetAt } from './target-at.ts';

/** What an offset of a file is on; null where opscope has nothing to say. */
export function anyTargetAt(
  resolver: Resolver,
  settings: QuerySettings,
  file: SourceFile,
  offset: number,
): Target | null {
  const known = targetAt(resolver, settings, file, offset);
  if (known) return known;
  const word = wordAt(file.text, offset);
  const others = word ? structsAt(resolver, file, word.text, word.at) : [];
  const ops = [...new Set(others)].filter((name) => name !== '' && !settings.ops.includes(name));
  return ops.length > 0 ? targetAt(resolver, { ...settings, ops }, file, offset) : null;
}

/** The ops structs that a word belongs to: its hook, its slot, its table, or the hooks that a function fills. */
function structsAt(resolver: Resolver, file: SourceFile, word: string, at: number): readonly string[] {
  const region = file.regionAt(at);
  if (!region) return [];
  if (region.kind === 'type' || region.kind === 'typedef') return structOfMember(resolver, file, region.tag, word);
  const [mention] = membersIn(resolver.expressions, file, at, at + word.length);
  if (mention) return isHook(resolver, mention.struct, word) ? [mention.struct.name] : [];
  if (region.name === word && (region.kind === 'function' || region.kind === 'prototype')) {
    const bodies = new Bodies(resolver).anywhere(word, file);
    return bodies.flatMap((body) => slotsOf(resolver, body)).map((slot) => slot.table.struct.name);
  }
  const text = file.text.slice(region.start, region.end);
  const slots = region.kind === 'object' ? slotsIn(resolver, file, (each) => each === text) : [];
  const here = slots.filter((slot) => slot.at === at || slot.functionAt === at || slot.table.at === at);
  return here.length > 0 ? here.map((slot) => slot.table.struct.name) : structOfObject(resolver, file, word, at);
}

/** The struct that is defined here, if the word is its name or one of its hooks. */
function structOfMember(resolver: Resolver, file: SourceFile, tag: string, word: string): readonly string[] {
  const { types } = resolver.expressions;
  const struct = tag === '' ? null : types.structByTag(tag, file);
  if (!struct || !types.isOps(struct)) return [];
  return word === tag || isHook(resolver, struct, word) ? [tag] : [];
}

function isHook(resolver: Resolver, struct: StructDef, field: string): boolean {
  const { types } = resolver.expressions;
  const ref = types.member(struct, field);
  return ref !== null && types.isHook(ref);
}

/** The struct of the table whose address is taken here: `&ext4_file_operations`. */
function structOfObject(resolver: Resolver, file: SourceFile, word: string, at: number): readonly string[] {
  if (!/[&=]\s*$/.test(file.text.slice(Math.max(0, at - 8), at))) return [];
  const { types } = resolver.expressions;
  const symbol = resolver.snapshot.lookup(word, ['object'], file);
  const variable = symbol?.file.lower(symbol.region).variables.find((each) => each.name === word);
  const struct = symbol && variable ? types.structOf({ type: variable.type, file: symbol.file }) : null;
  return struct && types.isOps(struct) ? [struct.name] : [];
}
