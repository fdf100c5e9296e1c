/** Statements as the plain data of model/ir.ts. */
import type { Expr, Stmt, Variable } from '../model/ir.ts';
import { declaration } from './declarations.ts';
import { child, type Raw } from './raw.ts';
import { type Lowering, specifier, textOf } from './types.ts';

/** The statements of a compound statement. */
export function block(low: Lowering, node: Raw): readonly Stmt[] {
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
