/** Type specifiers and declarators: from tree-sitter's nodes, and from the text of a type in a macro's arguments. */
import type { Enumerator, Expr, Member, Param, TypeExpr } from '../model/ir.ts';
import { child, type Raw } from './raw.ts';

type Tag = Extract<TypeExpr, { k: 'tag' }>;

/** What lowering needs beside the node: the region's original text, where it starts, and how to lower an expression. */
export interface Lowering {
  readonly source: string;
  readonly base: number;
  expr(node: Raw): Expr;
  /** Lowers the text of an expression that stands in a place where the parser saw a placeholder. */
  textExpr(text: string, at: number): Expr;
  /** Collects every type defined on the way. */
  readonly types: Tag[];
}

export const UNKNOWN: TypeExpr = { k: 'unknown' };

export function textOf(low: Lowering, node: Raw): string {
  return low.source.slice(node.start, node.end);
}

/** A declared name with its full type. */
export interface Declared {
  readonly name: string | null;
  readonly at: number;
  readonly type: TypeExpr;
}

/** The type that the specifiers of a declaration name, qualifiers included. */
export function specifier(low: Lowering, declaration: Raw): TypeExpr {
  const node = child(declaration, 'type');
  if (!node) return UNKNOWN;
  const type = bareType(low, node);
  const isConst = declaration.kids.some((kid) => kid.type === 'type_qualifier' && textOf(low, kid) === 'const');
  return isConst && (type.k === 'name' || type.k === 'tag') ? { ...type, const: true } : type;
}

function bareType(low: Lowering, node: Raw): TypeExpr {
  switch (node.type) {
    case 'struct_specifier':
    case 'union_specifier':
    case 'enum_specifier':
      return tagged(low, node);
    case 'type_identifier':
    case 'primitive_type':
    case 'sized_type_specifier':
      return typeFromText(low, textOf(low, node), low.base + node.start);
    default:
      return UNKNOWN;
  }
}

const KINDS: Readonly<Record<string, Tag['kind']>> = {
  struct_specifier: 'struct',
  union_specifier: 'union',
  enum_specifier: 'enum',
};

function tagged(low: Lowering, node: Raw): TypeExpr {
  const name = child(node, 'name');
  const body = child(node, 'body');
  const kind = KINDS[node.type] ?? 'struct';
  const tag = name ? textOf(low, name) : null;
  const at = low.base + (name ?? node).start;
  if (!body) return { k: 'tag', kind, tag, at };
  const defined: Tag =
    kind === 'enum'
      ? { k: 'tag', kind, tag, at, enumerators: enumerators(low, body) }
      : { k: 'tag', kind, tag, at, members: body.kids.flatMap((each) => members(low, each)) };
  low.types.push(defined);
  return defined;
}

function enumerators(low: Lowering, body: Raw): Enumerator[] {
  return body.kids
    .filter((kid) => kid.type === 'enumerator')
    .map((kid) => {
      const name = child(kid, 'name') ?? kid;
      const value = child(kid, 'value');
      return { name: textOf(low, name), at: low.base + name.start, value: value ? low.expr(value) : null };
    });
}

function members(low: Lowering, node: Raw): Member[] {
  if (node.type === 'ERROR') return node.kids.flatMap((kid) => members(low, kid));
  if (node.type !== 'field_declaration') return [];
  const base = specifier(low, node);
  const span = { at: low.base + node.start, end: low.base + node.end };
  const declarators = node.kids.filter((kid) => kid.field === 'declarator');
  if (declarators.length === 0) {
    // With the extensions that the kernel is compiled with, `struct foo;` among members has the members of foo.
    return base.k === 'tag' && base.kind !== 'enum' ? [{ ...span, name: null, nameAt: span.at, type: base }] : [];
  }
  return declarators.map((each) => {
    const declared = declarator(low, each, base);
    return { ...span, name: declared.name, nameAt: declared.at, type: declared.type };
  });
}

/** Applies a declarator to a base type. */
export function declarator(low: Lowering, node: Raw, base: TypeExpr): Declared {
  switch (node.type) {
    case 'identifier':
    case 'field_identifier':
    case 'type_identifier':
      return { name: textOf(low, node), at: low.base + node.start, type: base };
    case 'primitive_type':
      return { name: textOf(low, node), at: low.base + node.start, type: base };
    case 'pointer_declarator':
    case 'abstract_pointer_declarator':
      return inner(low, node, pointerTo(low, node, base));
    case 'array_declarator':
    case 'abstract_array_declarator':
      return inner(low, node, { k: 'array', of: base });
    case 'function_declarator':
    case 'abstract_function_declarator':
      return inner(low, node, { k: 'function', returns: base, params: parameters(low, child(node, 'parameters')) });
    case 'init_declarator':
      return inner(low, node, base);
    default: {
      const kid = node.kids.find((each) => /declarator$|identifier$/.test(each.type));
      return kid ? declarator(low, kid, base) : { name: null, at: low.base + node.start, type: base };
    }
  }
}

function pointerTo(low: Lowering, node: Raw, base: TypeExpr): TypeExpr {
  const isConst = node.kids.some((kid) => kid.type === 'type_qualifier' && textOf(low, kid) === 'const');
  return isConst ? { k: 'pointer', to: base, const: true } : { k: 'pointer', to: base };
}

function inner(low: Lowering, node: Raw, type: TypeExpr): Declared {
  const kid = child(node, 'declarator') ?? node.kids.find((each) => /declarator$/.test(each.type));
  return kid ? declarator(low, kid, type) : { name: null, at: low.base + node.start, type };
}

/** The parameters of a function; `(void)` has none. */
export function parameters(low: Lowering, list: Raw | undefined): Param[] {
  if (!list) return [];
  const params = list.kids
    .filter((kid) => kid.type === 'parameter_declaration')
    .map((kid) => {
      const base = specifier(low, kid);
      const declared = child(kid, 'declarator');
      return declared ? declarator(low, declared, base) : { name: null, at: low.base + kid.start, type: base };
    });
  const [only] = params;
  if (params.length === 1 && only?.name === null && only.type.k === 'name' && only.type.name === 'void') return [];
  return params;
}

/** A `type_descriptor` node: the type of a cast or of sizeof. */
export function descriptor(low: Lowering, node: Raw): TypeExpr {
  const base = specifier(low, node);
  const abstract = child(node, 'declarator');
  return abstract ? declarator(low, abstract, base).type : base;
}

/** The type that a text spells, e.g. `const struct foo *` or `typeof(*p)`; `at` is the text's place in the file. */
export function typeFromText(low: Lowering, text: string, at: number): TypeExpr {
  const of = /^(?:__)?(?:typeof|unqual_scalar_typeof|auto_typeof)(?:_unqual)?(?:__)?\s*\(/.exec(text);
  if (of) {
    const start = of[0].length;
    return { k: 'typeof', of: low.textExpr(text.slice(start, text.lastIndexOf(')')), at + start) };
  }
  const words = text.replace(/\b(?:const|volatile|__user|__iomem|__rcu|__percpu|__force)\b/g, ' ');
  const stars = (words.match(/\*/g) ?? []).length;
  const tag = /\b(struct|union|enum)\s+(\w+)/.exec(words);
  let type: TypeExpr;
  if (tag?.[1] && tag[2]) {
    type = {
      k: 'tag',
      kind: tag[1] === 'enum' ? 'enum' : tag[1] === 'union' ? 'union' : 'struct',
      tag: tag[2],
      at: at + tag.index,
    };
  } else {
    type = { k: 'name', name: words.replace(/\*/g, ' ').replace(/\s+/g, ' ').trim() };
  }
  for (let i = 0; i < stars; i++) type = { k: 'pointer', to: type };
  return type;
}

/** Whether a text in an expression's place is a type. */
export function looksLikeType(text: string): boolean {
  return /^(?:const|volatile|struct|union|enum|unsigned|signed|long|short|int|char|void|float|double)\b|\*\s*$|^(?:__)?typeof/.test(
    text,
  );
}
