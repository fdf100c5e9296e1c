/** Declarations and typedefs as the plain data of model/ir.ts. */
import type { Expr, FunctionDecl, Typedef, TypeExpr, Variable } from '../model/ir.ts';
import { child, type Raw } from './raw.ts';
import { declarator, type Lowering, specifier, textOf } from './types.ts';

/** Whether a declaration has a storage class. */
export function storage(low: Lowering, node: Raw, word: string): boolean {
  return node.kids.some((kid) => kid.type === 'storage_class_specifier' && textOf(low, kid) === word);
}

/** The typedefs of one definition. */
export function typedefs(low: Lowering, node: Raw): Typedef[] {
  const base = specifier(low, node);
  return node.kids
    .filter((kid) => kid.field === 'declarator')
    .map((kid) => declarator(low, kid, base))
    .flatMap(({ name, at, type }) => (name ? [{ name, nameAt: at, type }] : []));
}

/** What one declaration declares: variables, and functions without a body. */
export function declaration(low: Lowering, node: Raw): (Variable | FunctionDecl)[] {
  const base = specifier(low, node);
  const isStatic = storage(low, node, 'static');
  const isExtern = storage(low, node, 'extern');
  const out: (Variable | FunctionDecl)[] = [];
  for (const kid of node.kids) {
    if (kid.field !== 'declarator') continue;
    const { name, at, type } = declarator(low, kid, base);
    if (name === null) continue;
    const span = { at: low.base + kid.start, end: low.base + kid.end };
    if (type.k === 'function') {
      out.push({ ...span, name, nameAt: at, returns: type.returns, params: type.params, static: isStatic, body: null });
    } else {
      const value = kid.type === 'init_declarator' ? child(kid, 'value') : undefined;
      const init = value ? low.expr(value) : null;
      out.push({ ...span, name, nameAt: at, type: deduced(type, init), init, static: isStatic, extern: isExtern });
    }
  }
  return out;
}

/** `__auto_type x = e` and `auto x = e` have the type of `e`. */
function deduced(type: TypeExpr, init: Expr | null): TypeExpr {
  const isAuto = type.k === 'unknown' || (type.k === 'name' && /^(?:__auto_type|auto)$/.test(type.name));
  return isAuto && init ? { k: 'typeof', of: init } : type;
}
