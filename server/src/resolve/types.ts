/** What a type is: typedefs, tags and typeof followed through the file's includes. */
import { SourceFile } from '../index/file.ts';
import { folderOf } from '../index/includes.ts';
import type { Snapshot } from '../index/snapshot.ts';
import type { Member, TypeExpr } from '../model/ir.ts';
import type { Region } from '../syntax/region.ts';
import { Layouts } from './layouts.ts';
import { type Macro, readDefine } from './macros.ts';

/** A type and the file whose includes its names are looked up in. */
export interface Typed {
  readonly type: TypeExpr;
  readonly file: SourceFile;
}

export type Tag = Extract<TypeExpr, { k: 'tag' }>;

/** A struct or union with its members. */
export interface StructDef {
  /** The tag, else the name of the typedef that names it, else an empty string. */
  readonly name: string;
  readonly kind: 'struct' | 'union';
  readonly members: readonly Member[];
  readonly file: SourceFile;
  /** Offset of the tag, or of the keyword of an anonymous one. */
  readonly at: number;
}

/** A member as found in a struct: through anonymous members it may belong to an inner one. */
export interface MemberRef {
  readonly owner: StructDef;
  readonly member: Member;
}

/** Types that are keywords, alone or in a row: nothing is to be looked up. */
const KEYWORD_TYPE = /^(?:(?:unsigned|signed|long|short|int|char|void|bool|_Bool|float|double|__int128)\b\s*)+$/;

/** How many typedefs are followed before a cycle is assumed. */
const MAX_STEPS = 24;

/** Answers what types are, for one snapshot. */
export class Types {
  readonly #snapshot: Snapshot;
  readonly #structs = new Map<string, StructDef | null>();
  readonly #holding = new Map<StructDef, boolean>();
  readonly #layouts: Layouts;
  /** Types expressions for `typeof`; set by the expressions' side, which needs this one. */
  typeOf: (typed: Extract<TypeExpr, { k: 'typeof' }>, file: SourceFile) => Typed | null = () => null;

  /** The structs that macros' uses at the top level of a file define; set by the macros' side. */
  madeTags: (file: SourceFile) => ReadonlyMap<string, Tag> = () => new Map();

  /** The members that the lists included between a struct's braces make; set by the macros' side. */
  includedMembers: (file: SourceFile, region: Region) => readonly Member[] = () => [];

  constructor(snapshot: Snapshot) {
    this.#snapshot = snapshot;
    this.#layouts = new Layouts((typed) => this.structOf(typed), snapshot.gaps);
  }

  /** Follows typedefs and typeof until the type is something itself; null when a name is unknown. */
  canonical(typed: Typed): Typed | null {
    let at: Typed | null = typed;
    for (let step = 0; at && step < MAX_STEPS; step++) {
      const { type, file }: Typed = at;
      if (type.k === 'name') {
        const target: Typed | null = this.typedef(type.name, file);
        if (!target) return at;
        at = target;
      } else if (type.k === 'typeof') at = this.typeOf(type, file);
      else return at;
    }
    return at;
  }

  /** What a typedef names; null when the file sees no such typedef. */
  typedef(name: string, file: SourceFile): Typed | null {
    if (KEYWORD_TYPE.test(name)) return null;
    const symbol = this.#snapshot.lookup(name, ['typedef'], file);
    if (!symbol) return null;
    const found = symbol.file.lower(symbol.region).typedefs.find((each) => each.name === name);
    return found ? { type: found.type, file: symbol.file } : null;
  }

  /** The struct that a type is, itself or through typedefs; null for any other type. */
  structOf(typed: Typed | null): StructDef | null {
    const typedefName = typed?.type.k === 'name' ? typed.type.name : '';
    const at = typed && this.canonical(typed);
    if (at?.type.k !== 'tag' || at.type.kind === 'enum') return null;
    const { tag, members, kind } = at.type;
    if (members) return this.#defined(tag ?? typedefName, kind, members, at.file, at.type.at);
    return tag === null ? null : this.structByTag(tag, at.file);
  }

  #defined(name: string, kind: StructDef['kind'], members: readonly Member[], file: SourceFile, at: number): StructDef {
    const key = `${file.path}:${at}`;
    const known = this.#structs.get(key);
    if (known?.file === file) return known;
    const region = file.regionAt(at);
    const included = region ? this.includedMembers(file, region) : [];
    const struct: StructDef = {
      name,
      kind,
      members: included.length > 0 ? [...members, ...included] : members,
      file,
      at,
    };
    this.#structs.set(key, struct);
    return struct;
  }

  /**
   * The struct or union with a tag, as a file sees it; the only one in the files read when it sees none. `step` counts the names
   * that macros gave it.
   */
  structByTag(tag: string, file: SourceFile, step = 0): StructDef | null {
    const symbol = this.#snapshot.lookup(tag, ['tag'], file) ?? this.#snapshot.sole(tag, ['tag']);
    if (!symbol) return this.#renamed(tag, file, step) ?? this.#madeByMacro(tag, file);
    const type = symbol.file.lower(symbol.region).types.find((each) => each.tag === tag && each.kind !== 'enum');
    if (!type?.members || type.kind === 'enum') return null;
    return this.#defined(tag, type.kind, type.members, symbol.file, type.at);
  }

  /** The struct whose tag a macro gives another name: `#define old_tag new_tag`. */
  #renamed(tag: string, file: SourceFile, step: number): StructDef | null {
    if (step > MAX_STEPS) return null;
    const symbol = this.#snapshot.lookup(tag, ['define'], file);
    const other = symbol && readDefine(symbol);
    if (!other || other.params || other.body === tag) return null;
    return /^[A-Za-z_]\w*$/.test(other.body)
      ? this.structByTag(other.body, file, step + 1)
      : this.#bracedMacro(tag, other);
  }

  /** The struct whose members are a macro's body, `#define COMMON_PART { int a; int b; }`, `struct COMMON_PART;`; placed at it. */
  #bracedMacro(tag: string, { body, file, at }: Macro): StructDef | null {
    if (!body.startsWith('{')) return null;
    const made = new SourceFile(file.path, `struct ${tag} ${body};`, this.#snapshot.lowerer);
    const region = made.regions[0];
    const type = region && made.lower(region).types.find((each) => each.tag === tag);
    const members = type?.members?.map((member) => ({ ...member, at, end: at, nameAt: at }));
    return members ? this.#defined('', 'struct', members, file, at) : null;
  }

  /** A struct that a macro's use in the file, or in a header beside it, defines: `ATTR_STRUCT(name)`. */
  #madeByMacro(tag: string, file: SourceFile): StructDef | null {
    for (const each of this.#snapshot.includes.closure(file)) {
      if (folderOf(each.path) !== folderOf(file.path)) continue;
      const type = this.madeTags(each).get(tag);
      if (type?.members && type.kind !== 'enum') return this.#defined(tag, type.kind, type.members, each, type.at);
    }
    return null;
  }

  /** A member by name, in the struct or in its anonymous members. */
  member(struct: StructDef, name: string): MemberRef | null {
    return this.#layouts.of(struct).byName.get(name) ?? null;
  }

  /** The members that an initialiser fills in order, those of anonymous members in their place. */
  slots(struct: StructDef): readonly MemberRef[] {
    return this.#layouts.of(struct).slots;
  }

  /** Which of them a member is; -1 where it is none. */
  slotNumber(struct: StructDef, { member }: MemberRef): number {
    return this.#layouts.of(struct).places.get(member) ?? -1;
  }

  /** What a pointer points to, or an array holds; null for any other type. */
  pointee(typed: Typed | null): Typed | null {
    const at = typed && this.canonical(typed);
    if (!at) return null;
    if (at.type.k === 'pointer') return { type: at.type.to, file: at.file };
    if (at.type.k === 'array') return { type: at.type.of, file: at.file };
    return null;
  }

  /** The function type behind a function, a pointer to one, or a pointer to such a pointer; null for any other type. */
  functionOf(typed: Typed | null): (Typed & { readonly type: Extract<TypeExpr, { k: 'function' }> }) | null {
    let at = typed && this.canonical(typed);
    for (let step = 0; at && step < 3; step++) {
      const { type, file } = at;
      if (type.k === 'function') return { type, file };
      if (type.k !== 'pointer') return null;
      at = this.canonical({ type: type.to, file });
    }
    return null;
  }

  /** Whether a member is a hook: a pointer to a function, or an array of them; through typedefs too. */
  isHook(ref: MemberRef): boolean {
    const typed = { type: ref.member.type, file: ref.owner.file };
    return this.isFunctionPointer(this.canonical(typed)?.type.k === 'array' ? this.pointee(typed) : typed);
  }

  /** Whether a type is a pointer to a function, through typedefs too. */
  isFunctionPointer(typed: Typed | null): boolean {
    const at = typed && this.canonical(typed);
    if (at?.type.k !== 'pointer') return false;
    return this.canonical({ type: at.type.to, file: at.file })?.type.k === 'function';
  }

  /** Whether a struct is an ops table, or holds one by value. */
  holdsHooks(struct: StructDef, depth = 0): boolean {
    const known = this.#holding.get(struct);
    if (known !== undefined) return known;
    this.#holding.set(struct, false);
    if (this.#layouts.isTooDeep(struct, depth)) return false;
    const holds = this.slots(struct).some((ref) => {
      if (this.isHook(ref)) return true;
      let typed: Typed | null = { type: ref.member.type, file: ref.owner.file };
      for (let step = 0; step < MAX_STEPS && typed && this.canonical(typed)?.type.k === 'array'; step++)
        typed = this.pointee(typed);
      const inner = this.structOf(typed);
      return inner !== null && this.holdsHooks(inner, depth + 1);
    });
    this.#holding.set(struct, holds);
    return holds;
  }

  /** Whether a struct has a hook among its members: then its initialised objects are ops tables. */
  isOps(struct: StructDef): boolean {
    return this.slots(struct).some((ref) => this.isHook(ref));
  }
}
