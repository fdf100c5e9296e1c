/** What a type is: typedefs, tags and typeof followed through the file's includes. */
import { seenBeside } from '../../index/beside.ts';
import { onlyTag } from '../../index/declared.ts';
import { type FileSymbol, SourceFile } from '../../index/file.ts';
import { query } from '../../index/query.ts';
import type { Snapshot } from '../../index/snapshot.ts';
import type { Expr, Member, TypeExpr } from '../../model/ir.ts';
import { namelessIn } from '../../syntax/region.ts';
import type { Layout } from './layouts.ts';
import { madeTags } from './macros/defined-structs.ts';
import { type Macro, readDefine } from './macros/definition.ts';
import { includedMembers } from './macros/listed-members.ts';
import { membersByMacros } from './macros/macro-members.ts';
import { Macros } from './macros/macros.ts';
import { type Place, placeIn } from './place.ts';
import { tagOf } from './tags.ts';

/** A type and the file whose includes its names are looked up in. */
export interface Typed {
  readonly type: TypeExpr;
  readonly file: SourceFile;
  /** Where the type is written, if that is in a function: a `typeof` in it means the function's variables. */
  readonly place?: Place;
}

/** Types what a `typeof` is of, and knows the structs with hooks; the expressions' side, which needs this one. */
export interface Typing {
  typeOf(expr: Expr, place: Place): Typed | null;
  holdsHooks(struct: StructDef): boolean;
  layoutOf(struct: StructDef): Layout;
}

export type Tag = Extract<TypeExpr, { k: 'tag' }>;

/** A struct or union with its members. */
export interface StructDef {
  /** The tag, else the name of the typedef that names it, else an empty string. */
  readonly name: string;
  /** What it is called where a person is told of it: its name, else that of the struct around it; may be empty. */
  readonly title: string;
  /** For what stands for the elements of an array of pointers to functions: which array, for all files. */
  readonly array?: string;
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

/** How many types are followed, one standing for the other, and how many names of a struct. Those of Linux end after a few. */
const MAX_STEPS = 1000;
const MAX_NAMES = 100;
const NAMES = `${MAX_NAMES} macros that stand for each other`;

/** So many steps are taken before it is noted where they lead: nearly all end before. */
const FEW = 24;

/** Answers what types are, for one snapshot. */
export class Types {
  readonly #snapshot: Snapshot;
  readonly #typing: Typing;

  constructor(snapshot: Snapshot, typing: Typing) {
    this.#snapshot = snapshot;
    this.#typing = typing;
  }

  /** Follows typedefs and typeof until the type is something itself; null when a name is unknown. */
  canonical(typed: Typed): Typed | null {
    let at: Typed | null = typed;
    let met: Set<TypeExpr> | null = null;
    for (let step = 0; at && step < MAX_STEPS; step++) {
      if (step === FEW) met = new Set();
      if (met && isBack(met, at)) return at;
      const next = this.#meant(at);
      if (next === at) return at;
      at = next;
    }
    if (at) this.#tell(typed, `${MAX_STEPS.toLocaleString('en')} types`);
    return at;
  }

  /** What a type stands for: itself, where it is something itself or nobody knows; null for a typeof that nobody knows. */
  #meant(typed: Typed): Typed | null {
    const { type, file, place } = typed;
    if (type.k === 'name') return this.typedef(type.name, file) ?? this.#macroType(type.name, file) ?? typed;
    return type.k === 'typeof' ? this.#typing.typeOf(type.of, place ?? placeIn(file, null)) : typed;
  }

  #tell({ type, file }: Typed, bound: string): void {
    const what = type.k === 'name' ? `the type ${type.name}` : 'a type';
    this.#snapshot.gaps.add({ k: 'cut', what, file: file.path, line: null, bound });
  }

  /** What a typedef names; null when the file sees no such typedef. */
  typedef(name: string, file: SourceFile): Typed | null {
    if (KEYWORD_TYPE.test(name)) return null;
    const symbol = this.#snapshot.lookup(name, ['typedef'], file);
    if (!symbol) return null;
    const found = symbol.file.lower(symbol.region).typedefs.find((each) => each.name === name);
    return found ? { type: found.type, file: symbol.file } : null;
  }

  /** The type that a macro without parameters stands for, `#define x_t const struct x`; null where it stands for something else. */
  #macroType(name: string, file: SourceFile): Typed | null {
    if (KEYWORD_TYPE.test(name)) return null;
    const symbol = this.#snapshot.lookup(name, ['define'], file);
    return symbol && this.#snapshot.get(MACRO_TYPE, symbol);
  }

  /** The struct that a type is, itself or through typedefs; null for any other type. */
  structOf(typed: Typed | null): StructDef | null {
    const typedefName = typed?.type.k === 'name' ? typed.type.name : '';
    const at = typed && this.canonical(typed);
    if (at?.type.k !== 'tag' || at.type.kind === 'enum') return null;
    const { tag, members } = at.type;
    if (members) return this.#snapshot.get(STRUCT, at.type, at.file, tag ?? typedefName);
    return tag === null ? null : this.structByTag(tag, at.file);
  }

  /**
   * The struct or union with a tag, as a file sees it; the only one in the files read when it sees none. `names` are those that
   * macros gave it.
   */
  structByTag(tag: string, file: SourceFile, names: readonly string[] = []): StructDef | null {
    const symbol =
      onlyTag(this.#snapshot, tag) ??
      this.#snapshot.lookup(tag, ['tag'], file) ??
      this.#snapshot.sole(tag, ['tag'], file);
    if (!symbol) return this.#renamed(tag, file, names) ?? this.#madeByMacro(tag, file);
    const found = tagOf(this.#snapshot, symbol);
    return found?.type.members ? this.#snapshot.get(STRUCT, found.type, found.symbol.file, tag) : null;
  }

  /** The struct whose tag a macro gives another name: `#define old_tag new_tag`. */
  #renamed(tag: string, file: SourceFile, names: readonly string[]): StructDef | null {
    if (names.includes(tag)) return null;
    const symbol = this.#snapshot.lookup(tag, ['define'], file);
    const other = symbol && readDefine(symbol);
    if (!other || other.params || other.body === tag) return null;
    if (!/^[A-Za-z_]\w*$/.test(other.body)) return this.#bracedMacro(tag, symbol, other);
    if (names.length < MAX_NAMES) return this.structByTag(other.body, file, [...names, tag]);
    this.#snapshot.gaps.add({ k: 'cut', what: `struct ${names[0]}`, file: file.path, line: null, bound: NAMES });
    return null;
  }

  /** The struct whose members are a macro's body, `#define COMMON_PART { int a; int b; }`, `struct COMMON_PART;`; placed at it. */
  #bracedMacro(tag: string, symbol: FileSymbol, { body }: Macro): StructDef | null {
    return body.startsWith('{') ? this.#snapshot.get(BRACED, symbol, tag) : null;
  }

  /** A struct that a macro's use in the file, or in a header beside it, defines: `ATTR_STRUCT(name)`. */
  #madeByMacro(tag: string, file: SourceFile): StructDef | null {
    for (const each of seenBeside(this.#snapshot, file)) {
      const type = this.#snapshot.by(each).get(MADE_TAGS, each).get(tag);
      if (type?.members && type.kind !== 'enum') return this.#snapshot.get(STRUCT, type, each, tag);
    }
    return null;
  }

  /** A member by name, in the struct or in its anonymous members. */
  member(struct: StructDef, name: string): MemberRef | null {
    return this.#typing.layoutOf(struct).byName.get(name) ?? null;
  }

  /** The members that an initialiser fills in order, those of anonymous members in their place. */
  slots(struct: StructDef): readonly MemberRef[] {
    return this.#typing.layoutOf(struct).slots;
  }

  /** Which of them a member is; -1 where it is none. */
  slotNumber(struct: StructDef, { member }: MemberRef): number {
    return this.#typing.layoutOf(struct).places.get(member) ?? -1;
  }

  /** What a pointer points to, or an array holds; null for any other type. */
  pointee(typed: Typed | null): Typed | null {
    const at = typed && this.canonical(typed);
    if (!at) return null;
    if (at.type.k === 'pointer') return { ...at, type: at.type.to };
    if (at.type.k === 'array') return { ...at, type: at.type.of };
    return null;
  }

  /** What an array of arrays holds in the end, and any other type itself; null when an array holds itself. */
  elementOf(typed: Typed): Typed | null {
    let at: Typed | null = typed;
    const met = new Set<TypeExpr>();
    while (at && !isBack(met, at)) {
      if (this.canonical(at)?.type.k !== 'array') return at;
      at = this.pointee(at);
    }
    return null;
  }

  /** The function type behind a function, a pointer to one, or a pointer to such a pointer; null for any other type. */
  functionOf(typed: Typed | null): (Typed & { readonly type: Extract<TypeExpr, { k: 'function' }> }) | null {
    let at = typed && this.canonical(typed);
    for (let step = 0; at && step < 3; step++) {
      const { type } = at;
      if (type.k === 'function') return { ...at, type };
      if (type.k !== 'pointer') return null;
      at = this.canonical({ ...at, type: type.to });
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
    return this.canonical({ ...at, type: at.type.to })?.type.k === 'function';
  }

  /** Whether a struct is an ops table, or holds one by value. */
  holdsHooks(struct: StructDef): boolean {
    return this.#typing.holdsHooks(struct);
  }

  /** Whether a struct has a hook among its members: then its initialised objects are ops tables. */
  isOps(struct: StructDef): boolean {
    return this.slots(struct).some((ref) => this.isHook(ref));
  }
}

/** Whether a way along types was here before. */
function isBack(met: Set<TypeExpr>, { type }: Typed): boolean {
  if (met.has(type)) return true;
  met.add(type);
  return false;
}

/** The same object for the same definition under the same name, so that structs can be told apart by identity. */
const STRUCT = query('struct', (snapshot: Snapshot, type: Tag, file: SourceFile, name: string): StructDef => {
  const { members = [], kind, at } = type;
  const region = file.regionAt(at);
  const macros = new Macros(snapshot);
  const included = region ? includedMembers(snapshot, macros, file, region) : [];
  const made = [...included, ...membersByMacros(snapshot, macros, file, at)];
  const all = made.length > 0 ? [...members, ...made].sort((one, other) => one.at - other.at) : members;
  const title = name || (region ? namelessIn(region) : '');
  return { name, title, kind: kind === 'union' ? 'union' : 'struct', members: all, file, at };
});

/** The body of a macro that is a type, and no other name for itself. */
const TYPE_BODY = /^(?:const\s+)?(?:(?:struct|union|enum)\s+)?[A-Za-z_]\w*(?:\s+const)?(?:\s*\*(?:\s*const)?)*$/;

const MACRO_TYPE = query('type that a macro names', (snapshot: Snapshot, symbol: FileSymbol): Typed | null => {
  const { body, file, name, params } = readDefine(symbol);
  if (params !== null || body === name || !TYPE_BODY.test(body)) return null;
  const made = new SourceFile(file.path, `${body} ${name};`, snapshot.lowerer);
  const region = made.regions[0];
  const type = region && made.lower(region).variables.find((each) => each.name === name)?.type;
  return type ? { type, file } : null;
});

const BRACED = query(
  'struct of a braced macro',
  (snapshot: Snapshot, symbol: FileSymbol, tag: string): StructDef | null => {
    const { body, file, at } = readDefine(symbol);
    const made = new SourceFile(file.path, `struct ${tag} ${body};`, snapshot.lowerer);
    const region = made.regions[0];
    const type = region && made.lower(region).types.find((each) => each.tag === tag);
    const members = type?.members?.map((member) => ({ ...member, at, end: at, nameAt: at }));
    return members ? { name: '', title: tag, kind: 'struct', members, file, at } : null;
  },
);

const MADE_TAGS = query(
  'structs that macros define',
  (snapshot: Snapshot, file: SourceFile) => madeTags(snapshot, new Macros(snapshot), file),
  () => new Map(),
);

/** Whether a struct has a hook among its members, or among those of a member that it holds by value. */
export function holds(types: Types, struct: StructDef): boolean {
  return types.slots(struct).some((ref) => {
    if (types.isHook(ref)) return true;
    const inner = types.structOf(types.elementOf({ type: ref.member.type, file: ref.owner.file }));
    return inner !== null && types.holdsHooks(inner);
  });
}
