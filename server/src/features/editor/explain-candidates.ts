/** What `opscope explain FIELD` says of a name that hooks of several structs have: which these are, and how to ask for one. */
import { pattern } from '../../base/patterns.ts';
import type { SourceFile } from '../../index/file.ts';
import type { MemberRef } from '../../resolve/language/types.ts';
import type { Resolver } from '../../resolve/ops/ops.ts';
import { code, type Part, type Prose, place, say } from '../prose.ts';
import type { Explanation } from './hover.ts';

/** Of more structs who fills the hook is not counted: each takes a search of its own. */
const MOST_COUNTED = 4;

/** The hooks of a name that structs of the tree have, those first whose struct most files name; those of one name once. */
export function hooksNamed(resolver: Resolver, field: string): readonly MemberRef[] {
  if (!/^\w+$/.test(field)) return [];
  const { snapshot } = resolver;
  const member = pattern`\b${field}\s*(?:\)\s*\(|[;\[])`;
  const found = new Map<string, MemberRef>();
  for (const path of snapshot.searchPattern(member, [field])) {
    const file = snapshot.file(path);
    for (const ref of file ? hooksIn(resolver, file, field, member) : []) {
      const { name } = ref.owner;
      if (!found.has(name)) found.set(name, ref);
    }
  }
  const naming = (ref: MemberRef): number => snapshot.search([ref.owner.name]).length;
  const counted = [...found.values()].map((ref) => ({ ref, files: found.size > 1 ? naming(ref) : 0 }));
  return counted.sort((a, b) => b.files - a.files).map(({ ref }) => ref);
}

function* hooksIn(
  { expressions: { types } }: Resolver,
  file: SourceFile,
  field: string,
  member: RegExp,
): Iterable<MemberRef> {
  for (const region of file.regions) {
    const isType = region.kind === 'type' || region.kind === 'typedef';
    if (!isType || region.tag === '' || !member.test(file.text.slice(region.start, region.end))) continue;
    const struct = types.structByTag(region.tag, file);
    for (const ref of struct ? types.slots(struct) : []) if (ref.member.name === field && types.isHook(ref)) yield ref;
  }
}

/** What there is to say of hooks that have one name, those first that most functions fill. */
export function explainCandidates(resolver: Resolver, field: string, hooks: readonly MemberRef[]): Explanation {
  const counted = hooks.slice(0, MOST_COUNTED).map((ref) => ({ ref, fillers: fillersOf(resolver, ref) }));
  counted.sort((a, b) => b.fillers - a.fillers);
  const points: Prose[] = counted.map(({ ref, fillers }) => {
    return say`${named(ref)}: filled by ${fillers} ${fillers === 1 ? 'function' : 'functions'} (${at(ref)})`;
  });
  const others = hooks.slice(MOST_COUNTED).map((ref) => say`${named(ref)}: fillers not counted (${at(ref)})`);
  const [first] = counted;
  const ask = first ? [say`for one of them: ${code(`opscope explain ${nameOf(first.ref)}`)}`] : [];
  return {
    title: `${field}, a hook of ${hooks.length} structs`,
    code: '',
    doc: '',
    points: [...points, ...others, ...ask],
  };
}

/** How many functions fill a hook. */
function fillersOf(resolver: Resolver, { owner, member }: MemberRef): number {
  const all = resolver.ops(owner.name).implementations(member.name ?? '');
  return new Set(all.map((each) => each.function)).size;
}

function nameOf({ owner, member }: MemberRef): string {
  return `${owner.name}.${member.name}`;
}

function named(ref: MemberRef): Part {
  return code(nameOf(ref));
}

function at({ owner, member }: MemberRef): Part {
  return place(owner.file, member.nameAt);
}
