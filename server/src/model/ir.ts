/**
 * What a parsed piece of C means to opscope: a small tree of plain data, lowered from tree-sitter's and independent of
 * it, so that it can be cached, sent to a worker's parent and walked without the parser.
 *
 * `at` and `end` are offsets in UTF-16 code units, absolute in the file. `end` is exclusive.
 */

export interface Spanned {
  readonly at: number;
  readonly end: number;
}

/** A type as it is written. Names are not resolved here: `resolve` looks them up in the file's includes. */
export type TypeExpr =
  | { readonly k: 'name'; readonly name: string; readonly const?: true }
  | {
      readonly k: 'tag';
      readonly kind: 'struct' | 'union' | 'enum';
      /** The tag; null for an anonymous type, which then has its members here. */
      readonly tag: string | null;
      readonly members?: readonly Member[];
      readonly enumerators?: readonly Enumerator[];
      readonly at: number;
      readonly const?: true;
    }
  | { readonly k: 'pointer'; readonly to: TypeExpr; readonly const?: true }
  | { readonly k: 'array'; readonly of: TypeExpr }
  | { readonly k: 'function'; readonly returns: TypeExpr; readonly params: readonly Param[] }
  | { readonly k: 'typeof'; readonly of: Expr }
  | { readonly k: 'unknown' };

export interface Enumerator {
  readonly name: string;
  readonly at: number;
  readonly value: Expr | null;
}

/** A member of a struct or union; `name` is null for an anonymous struct or union, whose members are its own. */
export interface Member extends Spanned {
  readonly name: string | null;
  readonly nameAt: number;
  readonly type: TypeExpr;
}

export interface Param {
  readonly name: string | null;
  readonly at: number;
  readonly type: TypeExpr;
}

export type Designator =
  | { readonly k: 'field'; readonly name: string; readonly at: number }
  | { readonly k: 'index'; readonly text: string; readonly at: number };

/** One entry of an initialiser list; `path` is empty for a positional one. */
export interface InitItem extends Spanned {
  readonly path: readonly Designator[];
  readonly value: Expr;
}

export type Expr = Spanned &
  (
    | { readonly k: 'id'; readonly name: string }
    | { readonly k: 'number'; readonly text: string }
    | { readonly k: 'string' }
    | { readonly k: 'call'; readonly fn: Expr; readonly args: readonly Expr[] }
    | {
        readonly k: 'member';
        readonly of: Expr;
        readonly name: string;
        readonly nameAt: number;
        readonly arrow: boolean;
      }
    | { readonly k: 'index'; readonly of: Expr; readonly index: Expr }
    | { readonly k: 'unary'; readonly op: string; readonly arg: Expr }
    | { readonly k: 'binary'; readonly op: string; readonly left: Expr; readonly right: Expr }
    | { readonly k: 'assign'; readonly op: string; readonly left: Expr; readonly right: Expr }
    | { readonly k: 'cond'; readonly test: Expr; readonly yes: Expr | null; readonly no: Expr }
    | { readonly k: 'cast'; readonly type: TypeExpr; readonly arg: Expr }
    | { readonly k: 'literal'; readonly type: TypeExpr; readonly init: Expr }
    | { readonly k: 'init'; readonly items: readonly InitItem[] }
    | { readonly k: 'type'; readonly type: TypeExpr }
    | { readonly k: 'block'; readonly body: readonly Stmt[] }
    | { readonly k: 'comma'; readonly left: Expr; readonly right: Expr }
    | { readonly k: 'other'; readonly kids: readonly Expr[] }
  );

export type Stmt = Spanned &
  (
    | { readonly k: 'expr'; readonly expr: Expr }
    | { readonly k: 'var'; readonly vars: readonly Variable[] }
    | { readonly k: 'if'; readonly test: Expr; readonly yes: Stmt; readonly no: Stmt | null }
    | {
        readonly k: 'loop';
        /** `while`, `do`, `for`, or the name of a macro such as `list_for_each_entry`. */
        readonly keyword: string;
        readonly init: Stmt | null;
        readonly head: readonly Expr[];
        readonly body: Stmt | null;
      }
    | { readonly k: 'switch'; readonly on: Expr; readonly body: Stmt }
    /** A label of a switch; `values` is empty for `default`. */
    | { readonly k: 'case'; readonly values: readonly Expr[] }
    | { readonly k: 'return'; readonly value: Expr | null }
    | { readonly k: 'goto'; readonly label: string }
    | { readonly k: 'label'; readonly label: string }
    | { readonly k: 'break' }
    | { readonly k: 'continue' }
    | { readonly k: 'block'; readonly body: readonly Stmt[] }
  );

/** A variable, at the top level or in a function. */
export interface Variable extends Spanned {
  readonly name: string;
  readonly nameAt: number;
  readonly type: TypeExpr;
  readonly init: Expr | null;
  readonly static: boolean;
  readonly extern: boolean;
}

/** A function, defined (`body`) or only declared (`body` is null). */
export interface FunctionDecl extends Spanned {
  readonly name: string;
  readonly nameAt: number;
  readonly returns: TypeExpr;
  readonly params: readonly Param[];
  readonly static: boolean;
  readonly body: readonly Stmt[] | null;
}

export interface Typedef {
  readonly name: string;
  readonly nameAt: number;
  readonly type: TypeExpr;
}

/** Everything that one top-level region declares. */
export interface Lowered {
  readonly functions: readonly FunctionDecl[];
  readonly variables: readonly Variable[];
  readonly typedefs: readonly Typedef[];
  /** Types defined in this region, those inside other types included. */
  readonly types: readonly Extract<TypeExpr, { k: 'tag' }>[];
  /** How many places tree-sitter could not parse; each cost its own neighbourhood only. */
  readonly errors: number;
  /** Why nothing was read of the region; null where it was. */
  readonly lost: string | null;
}

/** What is known of a region that was lost. */
export function lostRegion(lost: string): Lowered {
  return { functions: [], variables: [], typedefs: [], types: [], errors: 1, lost };
}
