/** The hooks that an initialiser does not set yet, as what can be typed there. */
import type { SourceFile } from '../../index/file.ts';
import type { MemberRef } from '../../resolve/language/types.ts';
import type { Resolver } from '../../resolve/ops/ops.ts';
import { memoryType } from '../../resolve/tables/memory-type.ts';
import { fieldComment } from '../cursor/comments.ts';
import { type Edit, lineText } from '../findings/actions.ts';
import { signatureText, stubText, todo } from '../findings/signature.ts';
import { above, freeName, slotLine } from '../findings/stub.ts';
import { hasFunctionFor } from './fits.ts';
import { type InitialiserAt, initialiserAt } from './initialiser-at.ts';

/** A hook that is offered. */
export interface OfferedHook {
  readonly field: string;
  readonly signature: string;
  /** What the comment on the hook says; may be empty. */
  readonly doc: string;
  /** Sets the slot, in the place of what is typed of its name. */
  readonly slot: Edit;
  /** Writes the function above the table; null where there is one, or no stub is known. */
  readonly stub: Edit | null;
}

/** What is asked: a place in a file, and what is known of the initialiser around it. */
interface Asked {
  readonly resolver: Resolver;
  readonly file: SourceFile;
  readonly offset: number;
  readonly table: InitialiserAt;
}

/** The hooks to offer at an offset, in the order of the struct; none outside of the initialisers of structs with hooks. */
export function unsetHooksAt(resolver: Resolver, file: SourceFile, offset: number): readonly OfferedHook[] {
  const { types } = resolver.expressions;
  const table = initialiserAt(resolver, file, offset);
  if (!table) return [];
  const set = new Set(table.slots.map(({ field }) => field));
  return types
    .slots(table.struct)
    .filter((ref) => ref.member.name !== null && !set.has(ref.member.name) && types.isHook(ref))
    .map((ref) => offered({ resolver, file, offset, table }, ref));
}

function offered(asked: Asked, ref: MemberRef): OfferedHook {
  const field = ref.member.name ?? '';
  const said = { field, signature: signatureText(ref), doc: fieldComment(ref) };
  const [start, end] = wordAround(asked);
  const slotText = (text: string): Edit => ({ file: asked.file, at: start, end, text, placeholder: null });
  // The slot has a value: only its name is asked for.
  if (/^\s*=(?!=)/.test(asked.file.text.slice(end))) return { ...said, slot: slotText(field), stub: null };
  const type = memoryType({ name: asked.table.name, path: '', file: asked.file }, asked.table.struct.name);
  const wanted = [...prefixes(asked.table), type.replace(/\W+/g, '_')].map((prefix) => `${prefix}_${field}`);
  const { types } = asked.resolver.expressions;
  const there = wanted.find((each) => hasFunctionFor(types, asked.file, each, ref));
  const name = there ?? freeName(asked.resolver.snapshot, asked.file, wanted[0] ?? field);
  const stub = stubText(types, ref, name, type);
  // The body of a macro pastes names together, and has no room for a function above it.
  if (stub === null || asked.table.isMacro) return { ...said, slot: slotText(`${field} = `), stub: null };
  return {
    ...said,
    slot: slotText(slotOf(asked, field, name, end)),
    stub: there !== undefined ? null : above({ file: asked.file, at: start }, stub, todo(field, type)),
  };
}

/** The name that is typed at the offset, from its start to its end. */
function wordAround({ file, offset, table }: Asked): readonly [start: number, end: number] {
  const [rest = ''] = /^\w*/.exec(file.text.slice(offset, offset + MAX_NAME)) ?? [];
  return [offset - table.typed.length, offset + rest.length];
}

const MAX_NAME = 256;

/** `field = name,` set out as the other slots are; without a comma where there is one. */
function slotOf({ file, table }: Asked, field: string, name: string, end: number): string {
  const lines = table.slots.map((slot) => lineText(file, file.point(slot.end).line));
  const sample = lines.findLast((line) => /^[ \t]*\.\w+[ \t]*=/.test(line)) ?? '';
  const text = slotLine(sample, field, name).replace(/^[ \t]*\./, '');
  return /^\s*,/.test(file.text.slice(end)) ? text.slice(0, -1) : text;
}

/** What functions of the table that are named after their hooks have in front of that, what most have first. */
function prefixes({ slots }: InitialiserAt): readonly string[] {
  const counts = new Map<string, number>();
  for (const { field, value } of slots) {
    if (!value?.endsWith(`_${field}`)) continue;
    const found = value.slice(0, -field.length - 1);
    counts.set(found, (counts.get(found) ?? 0) + 1);
  }
  return [...counts].sort(([, a], [, b]) => b - a).map(([found]) => found);
}
