/** Statements and declarations: one region's tree as the plain data of model/ir.ts. */
import type { Expr, FunctionDecl, Lowered, Param, Stmt, Typedef, TypeExpr, Variable } from '../model/ir.ts';
import { expression } from './expressions.ts';
import type { MacroHeader } from './heads.ts';
import { normalise } from './normalise.ts';
import type { CParser } from './parser.ts';
import { child, parseRaw, type Raw } from './raw.ts';
import type { Region } from './region.ts';
import { declarator, type Lowering, specifier, textOf, typeFromText } from './types.ts';

/** How many expansions are remembered. */
const MAX_EXPANSIONS = 20_000;

/** Lowers regions of C with one parser. */
export class Lowerer {
  readonly #parser: CParser;
  readonly #expansions = new Map<string, Expr>();

  constructor(parser: CParser) {
    this.#parser = parser;
  }

  /** Lowers a region of a file. Takes the whole file's text. `errors` says how well it went; throws BeyondBound when it is too deep. */
  region(text: string, region: Region): Lowered {
    const source = text.slice(region.start, region.end);
    const { text: clean, header } = normalise(source, region);
    const { root, errors } = parseRaw(this.#parser, clean);
    const low = this.#lowering(source, region.start);
    const out: Out = { functions: [], variables: [], typedefs: [], types: low.types };
    for (const kid of root.kids) topLevel(low, kid, out, header);
    return { ...out, errors, lost: null };
  }

  /** Lowers the text of one expression, e.g. a macro's body; offsets count from `at`. */
  expression(text: string, at: number): Expr {
    const head = 'void f(void){(';
    const wrapped = `${head}${text});}`;
    const region = { kind: 'function', name: 'f', start: 0, end: wrapped.length, brace: 12, tag: '' } as const;
    const { text: clean } = normalise(wrapped, region);
    const { root } = parseRaw(this.#parser, clean);
    const low = this.#lowering(wrapped, at - head.length);
    const node = root.kids[0] && child(root.kids[0], 'body')?.kids[0]?.kids[0];
    return node ? low.expr(node) : { at, end: at + text.length, k: 'other', kids: [] };
  }

  /** The expression that a macro's use stands for, by its text; the same few are met over and over, from state to state. */
  expansion(text: string): Expr {
    const known = this.#expansions.get(text);
    if (known) return known;
    if (this.#expansions.size >= MAX_EXPANSIONS) this.#expansions.clear();
    const expr = this.expression(text, 0);
    this.#expansions.set(text, expr);
    return expr;
  }

  #lowering(source: string, base: number): Lowering {
    const low: Lowering = {
      source,
      base,
      types: [],
      expr: (node) => expression(low, node, block),
      textExpr: (text, at) => this.expression(text, at),
    };
    return low;
  }
}

interface Out {
  readonly functions: FunctionDecl[];
  readonly variables: Variable[];
  readonly typedefs: Typedef[];
  readonly types: Lowering['types'];
}

function topLevel(low: Lowering, node: Raw, out: Out, header: MacroHeader | null): void {
  switch (node.type) {
    case 'function_definition':
      out.functions.push(functionDefinition(low, node, header));
      break;
    case 'declaration':
      for (const each of declaration(low, node)) {
        if ('params' in each) out.functions.push(each);
        else out.variables.push(each);
      }
      break;
    case 'type_definition':
      out.typedefs.push(...typedefs(low, node));
      break;
    case 'struct_specifier':
    case 'union_specifier':
    case 'enum_specifier':
      specifier(low, { ...node, kids: [{ ...node, field: 'type' }] });
      break;
    case 'expression_statement':
      break;
    default:
      for (const kid of node.kids) topLevel(low, kid, out, header);
  }
}

function storage(low: Lowering, node: Raw, word: string): boolean {
  return node.kids.some((kid) => kid.type === 'storage_class_specifier' && textOf(low, kid) === word);
}

function functionDefinition(low: Lowering, node: Raw, header: MacroHeader | null): FunctionDecl {
  const body = child(node, 'body');
  const declared = child(node, 'declarator');
  const span = { at: low.base + node.start, end: low.base + node.end };
  const statements = body ? block(low, body) : [];
  if (header) return { ...span, ...macroFunction(low, header), static: true, body: statements };
  const base = specifier(low, node);
  const { name, at, type } = declared ? declarator(low, declared, base) : { name: null, at: span.at, type: base };
  // int f(a) int a; { ... }
  const oldStyle = node.kids.flatMap((kid) => (kid.type === 'declaration' ? declaration(low, kid) : []));
  const params = oldStyle.map((each) => ({ name: each.name, at: each.nameAt, type: typeOf(each) }));
  return {
    ...span,
    name: name ?? '',
    nameAt: at,
    returns: type.k === 'function' ? type.returns : type,
    params: type.k === 'function' ? [...type.params, ...params] : params,
    static: storage(low, node, 'static'),
    body: statements,
  };
}

function typeOf(declared: Variable | FunctionDecl): TypeExpr {
  return 'params' in declared ? { k: 'function', returns: declared.returns, params: declared.params } : declared.type;
}

/** The prefix that a macro gives the function which holds the body it is followed by. */
const MACRO_PREFIX: readonly (readonly [RegExp, string])[] = [
  [/^COMPAT_SYSCALL_DEFINE/, '__do_compat_sys_'],
  [/^SYSCALL_DEFINE/, '__do_sys_'],
];

/** Name and parameters of a function that a macro makes: `MACRO(name, type, arg, ...)` or `MACRO(name, type arg, ...)`. */
function macroFunction(
  low: Lowering,
  header: MacroHeader,
): Pick<FunctionDecl, 'name' | 'nameAt' | 'returns' | 'params'> {
  const [first, ...rest] = header.args;
  const prefix = MACRO_PREFIX.find(([pattern]) => pattern.test(header.macro))?.[1] ?? '';
  const paired = rest.length % 2 === 0 && rest.every((each, i) => i % 2 === 0 || /^\w+$/.test(each.text));
  const params = paired ? pairs(low, rest) : rest.flatMap((each) => spelled(low, each));
  return {
    name: prefix + (first?.text ?? header.macro),
    nameAt: low.base + (first?.at ?? 0),
    returns: { k: 'name', name: 'long' },
    params,
  };
}

function pairs(low: Lowering, args: MacroHeader['args']): Param[] {
  const params: Param[] = [];
  for (let i = 0; i + 1 < args.length; i += 2) {
    const [type, name] = [args[i], args[i + 1]];
    if (type && name)
      params.push({ name: name.text, at: low.base + name.at, type: typeFromText(low, type.text, low.base + type.at) });
  }
  return params;
}

function spelled(low: Lowering, arg: MacroHeader['args'][number]): Param[] {
  const match = /^(.*[\s*])(\w+)$/s.exec(arg.text);
  if (!match?.[1] || !match[2]) return [];
  const at = low.base + arg.at;
  return [{ name: match[2], at: at + match[1].length, type: typeFromText(low, match[1], at) }];
}

function typedefs(low: Lowering, node: Raw): Typedef[] {
  const base = specifier(low, node);
  return node.kids
    .filter((kid) => kid.field === 'declarator')
    .map((kid) => declarator(low, kid, base))
    .flatMap(({ name, at, type }) => (name ? [{ name, nameAt: at, type }] : []));
}

/** What one declaration declares: variables, and functions without a body. */
function declaration(low: Lowering, node: Raw): (Variable | FunctionDecl)[] {
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

/** The statements of a compound statement. */
function block(low: Lowering, node: Raw): readonly Stmt[] {
  return node.kids.flatMap((kid) => statement(low, kid));
}

function single(low: Lowering, node: Raw | undefined): Stmt | null {
  if (!node) return null;
  const body = statement(low, node);
  const [first] = body;
  return body.length === 1 && first ? first : { at: low.base + node.start, end: low.base + node.end, k: 'block', body };
}

function some(low: Lowering, node: Raw | undefined, at: number): Stmt {
  return single(low, node) ?? { at, end: at, k: 'block', body: [] };
}

function statement(low: Lowering, node: Raw): Stmt[] {
  const span = { at: low.base + node.start, end: low.base + node.end };
  const expr = (field: string): Expr => {
    const kid = child(node, field);
    return kid ? low.expr(kid) : { ...span, k: 'other', kids: [] };
  };
  switch (node.type) {
    case 'expression_statement':
      return node.kids.map((kid) => ({ ...span, k: 'expr', expr: low.expr(kid) }));
    case 'declaration':
      return [
        { ...span, k: 'var', vars: declaration(low, node).filter((each): each is Variable => !('params' in each)) },
      ];
    case 'compound_statement':
      return [{ ...span, k: 'block', body: block(low, node) }];
    case 'if_statement':
      return [
        {
          ...span,
          k: 'if',
          test: expr('condition'),
          yes: some(low, child(node, 'consequence'), span.end),
          no: single(low, child(node, 'alternative')?.kids[0]),
        },
      ];
    case 'while_statement':
    case 'do_statement':
    case 'for_statement':
      return [loop(low, node)];
    case 'switch_statement':
      return [{ ...span, k: 'switch', on: expr('condition'), body: some(low, child(node, 'body'), span.end) }];
    case 'case_statement':
      return caseStatement(low, node);
    case 'return_statement':
      return [{ ...span, k: 'return', value: node.kids[0] ? low.expr(node.kids[0]) : null }];
    case 'goto_statement':
      return [{ ...span, k: 'goto', label: textOf(low, child(node, 'label') ?? node) }];
    case 'labeled_statement': {
      const label = child(node, 'label');
      const rest = node.kids.filter((kid) => kid !== label).flatMap((kid) => statement(low, kid));
      return [{ ...span, k: 'label', label: label ? textOf(low, label) : '' }, ...rest];
    }
    case 'break_statement':
      return [{ ...span, k: 'break' }];
    case 'continue_statement':
      return [{ ...span, k: 'continue' }];
    case 'function_definition':
      return [{ ...span, k: 'block', body: block(low, child(node, 'body') ?? node) }];
    default:
      return lost(low, node);
  }
}

/** What the parser could not place: its statements and calls still count. */
function lost(low: Lowering, node: Raw): Stmt[] {
  const span = { at: low.base + node.start, end: low.base + node.end };
  if (/_expression$|^identifier$/.test(node.type)) return [{ ...span, k: 'expr', expr: low.expr(node) }];
  if (/_specifier$|^type_definition$/.test(node.type)) specifier(low, { ...node, kids: [{ ...node, field: 'type' }] });
  return node.kids.flatMap((kid) => statement(low, kid));
}

function loop(low: Lowering, node: Raw): Stmt {
  const span = { at: low.base + node.start, end: low.base + node.end };
  const head = node.kids.filter((kid) => kid.field === 'condition' || kid.field === 'update');
  const first = child(node, 'initializer');
  const body = child(node, 'body');
  return {
    ...span,
    k: 'loop',
    keyword: /^\w+/.exec(low.source.slice(node.start, node.end))?.[0] ?? '',
    init: first
      ? single(low, first.type === 'declaration' ? first : { ...first, type: 'expression_statement', kids: [first] })
      : null,
    head: head.flatMap((kid) => arguments_(low.expr(kid))),
    body: single(low, body),
  };
}

/** The arguments of a macro that loops were parsed as a comma expression. */
function arguments_(expr: Expr): Expr[] {
  return expr.k === 'comma' ? [expr.left, ...arguments_(expr.right)] : [expr];
}

function caseStatement(low: Lowering, node: Raw): Stmt[] {
  const value = child(node, 'value');
  const span = { at: low.base + node.start, end: low.base + (value ? value.end : node.start + 'default'.length) };
  const rest = node.kids.filter((kid) => kid !== value).flatMap((kid) => statement(low, kid));
  return [{ ...span, k: 'case', values: value ? [low.expr(value)] : [] }, ...rest];
}
