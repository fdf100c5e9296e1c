/** One region's tree as the plain data of model/ir.ts. */
import { addTo } from '../base/add-to.ts';
import type { Expr, FunctionDecl, Lowered, Param, Typedef, TypeExpr, Variable } from '../model/ir.ts';
import { declaration, storage, typedefs } from './declarations.ts';
import { expression } from './expressions.ts';
import type { MacroHeader } from './heads.ts';
import { normalise } from './normalise.ts';
import type { CParser } from './parser.ts';
import { child, parseRaw, type Raw } from './raw.ts';
import type { Region } from './region.ts';
import { block } from './statements.ts';
import { declarator, type Lowering, specifier, typeFromText } from './types.ts';

/** How many expansions are remembered. */
const MAX_EXPANSIONS = 20_000;

/** How many letters they may have: what is parsed of one takes some thirty bytes. */
const MAX_LETTERS = 2_000_000;

/** What makes an expression of an initialiser's list. */
const LITERAL = '(T){';

/** Lowers regions of C with one parser. */
export class Lowerer {
  readonly #parser: CParser;
  readonly #expansions = new Map<string, Expr>();
  #letters = 0;

  constructor(parser: CParser) {
    this.#parser = parser;
  }

  /** Lowers a region of a file. Takes the whole file's text. `errors` says how well it went; throws BeyondBound when it is too deep. */
  region(text: string, region: Region): Lowered {
    const source = text.slice(region.start, region.end);
    const { text: clean, header } = normalise(source, region);
    const isList = region.kind === 'object' && region.brace >= 0;
    const { root, errors } = parseRaw(this.#parser, clean, isList ? region.brace - region.start : -1);
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
    const list = text.startsWith(LITERAL) ? head.length + LITERAL.length - 1 : -1;
    const { root } = parseRaw(this.#parser, clean, list);
    const low = this.#lowering(wrapped, at - head.length);
    const node = root.kids[0] && child(root.kids[0], 'body')?.kids[0]?.kids[0];
    return node ? low.expr(node) : { at, end: at + text.length, k: 'other', kids: [] };
  }

  /** The expression that a macro's use stands for, by its text; the same few are met over and over, from state to state. */
  expansion(text: string): Expr {
    const known = this.#expansions.get(text);
    if (known) return known;
    if (this.#expansions.size >= MAX_EXPANSIONS || this.#letters > MAX_LETTERS) {
      this.#expansions.clear();
      this.#letters = 0;
    }
    const expr = this.expression(text, 0);
    this.#letters += text.length;
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
      addTo(out.typedefs, typedefs(low, node));
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

function typeOf(declared: Variable | FunctionDecl): TypeExpr {
  return 'params' in declared ? { k: 'function', returns: declared.returns, params: declared.params } : declared.type;
}
