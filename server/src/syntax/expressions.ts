/** Expressions and initialisers, from tree-sitter's nodes. */
import { addTo } from '../base/add-to.ts';
import type { Designator, Expr, InitItem, Stmt } from '../model/ir.ts';
import { child, type Raw } from './raw.ts';
import { descriptor, type Lowering, looksLikeType, textOf, typeFromText } from './types.ts';

/** Lowers the statements of a statement expression; given by the statements' side. */
export type BlockLowering = (low: Lowering, node: Raw) => readonly Stmt[];

const NOTHING = { type: 'number_literal', field: '', start: 0, end: 0, kids: [] } as const satisfies Raw;

/** Lowers one expression node. Never fails: what it does not know keeps its children. */
export function expression(low: Lowering, node: Raw, block: BlockLowering): Expr {
  return leaf(low, node) ?? composed(low, node, block);
}

/** An expression without parts: by far the most are. */
function leaf(low: Lowering, node: Raw): Expr | null {
  switch (node.type) {
    case 'identifier':
    case 'field_identifier':
    case 'type_identifier':
    case 'primitive_type':
    case 'null':
    case 'true':
    case 'false':
      return name(low, node);
    case 'number_literal':
    case 'char_literal':
      return { at: low.base + node.start, end: low.base + node.end, k: 'number', text: textOf(low, node) };
    case 'string_literal':
    case 'concatenated_string':
      return { at: low.base + node.start, end: low.base + node.end, k: 'string' };
    default:
      return null;
  }
}

function composed(low: Lowering, node: Raw, block: BlockLowering): Expr {
  const span = { at: low.base + node.start, end: low.base + node.end };
  const of = (field: string): Expr => expression(low, child(node, field) ?? NOTHING, block);
  const operator = (): string => {
    const op = child(node, 'operator');
    return op ? textOf(low, op) : '';
  };
  switch (node.type) {
    case 'parenthesized_expression':
      return parenthesised(low, node, block);
    case 'call_expression':
      return call(low, node, block);
    case 'field_expression':
      return member(low, node, block);
    case 'subscript_expression':
      return { ...span, k: 'index', of: of('argument'), index: of('index') };
    case 'pointer_expression':
    case 'unary_expression':
    case 'update_expression':
      return { ...span, k: 'unary', op: operator(), arg: of('argument') };
    case 'binary_expression':
      return { ...span, k: 'binary', op: operator(), left: of('left'), right: of('right') };
    case 'assignment_expression':
      return { ...span, k: 'assign', op: operator(), left: of('left'), right: of('right') };
    case 'conditional_expression': {
      const yes = child(node, 'consequence');
      return {
        ...span,
        k: 'cond',
        test: of('condition'),
        yes: yes ? expression(low, yes, block) : null,
        no: of('alternative'),
      };
    }
    case 'cast_expression': {
      const type = child(node, 'type');
      return { ...span, k: 'cast', type: type ? descriptor(low, type) : { k: 'unknown' }, arg: of('value') };
    }
    case 'compound_literal_expression': {
      const type = child(node, 'type');
      return { ...span, k: 'literal', type: type ? descriptor(low, type) : { k: 'unknown' }, init: of('value') };
    }
    case 'initializer_list':
      return { ...span, k: 'init', items: items(low, node.kids, block) };
    case 'comma_expression':
      return { ...span, k: 'comma', left: of('left'), right: of('right') };
    case 'compound_statement':
      return { ...span, k: 'block', body: block(low, node) };
    case 'type_descriptor':
      return { ...span, k: 'type', type: descriptor(low, node) };
    default:
      return { ...span, k: 'other', kids: node.kids.map((kid) => expression(low, kid, block)) };
  }
}

function name(low: Lowering, node: Raw): Expr {
  const at = low.base + node.start;
  const end = low.base + node.end;
  const text = textOf(low, node);
  if (/^\w+$/.test(text) && !looksLikeType(text)) return { at, end, k: 'id', name: text };
  return { at, end, k: 'type', type: typeFromText(low, text, at) };
}

function parenthesised(low: Lowering, node: Raw, block: BlockLowering): Expr {
  const kids = node.kids.filter((kid) => kid.type !== 'ERROR');
  const [only] = kids;
  const span = { at: low.base + node.start, end: low.base + node.end };
  if (!only || kids.length > 1)
    return { ...span, k: 'other', kids: node.kids.map((kid) => expression(low, kid, block)) };
  return expression(low, only, block);
}

/** A call; `(type)(value)` with a type's name that the parser cannot know is told apart when its callee is looked up. */
/** An argument; one that a macro takes as a slot, `.field = value`, begins with its designator. */
function argument(low: Lowering, node: Raw, block: BlockLowering): Expr {
  const value = expression(low, node, block);
  const before = low.source.slice(Math.max(0, node.start - 120), node.start);
  const head = before.trimEnd().endsWith('=') ? /[(,]\s*(\.[\w.[\]\s]*=\s*)$/.exec(before) : null;
  return head?.[1] ? { at: value.at - head[1].length, end: value.end, k: 'other', kids: [value] } : value;
}

function call(low: Lowering, node: Raw, block: BlockLowering): Expr {
  const span = { at: low.base + node.start, end: low.base + node.end };
  const fn = child(node, 'function');
  const args = (child(node, 'arguments')?.kids ?? []).map((kid) => argument(low, kid, block));
  if (!fn) return { ...span, k: 'other', kids: args };
  const callee = expression(low, fn, block);
  const [first] = args;
  if (callee.k === 'type' && first) return { ...span, k: 'cast', type: callee.type, arg: first };
  if (
    fn.type === 'parenthesized_expression' &&
    callee.k === 'id' &&
    first &&
    args.length === 1 &&
    /_t$|^[su]\d+$/.test(callee.name)
  ) {
    return { ...span, k: 'cast', type: { k: 'name', name: callee.name }, arg: first };
  }
  return { ...span, k: 'call', fn: callee, args };
}

function member(low: Lowering, node: Raw, block: BlockLowering): Expr {
  const span = { at: low.base + node.start, end: low.base + node.end };
  const field = child(node, 'field') ?? node;
  const op = child(node, 'operator');
  const of = child(node, 'argument');
  return {
    ...span,
    k: 'member',
    of: of ? expression(low, of, block) : { ...span, k: 'other', kids: [] },
    name: textOf(low, field),
    nameAt: low.base + field.start,
    arrow: op ? textOf(low, op) === '->' : false,
  };
}

function items(low: Lowering, nodes: readonly Raw[], block: BlockLowering): readonly InitItem[] {
  const all: InitItem[] = [];
  for (const node of nodes) {
    const item = initItem(low, node, block);
    if (item.value.k === 'assign') addTo(all, [...parted(low, item)]);
    else all.push(item);
  }
  return all;
}

/**
 * The slots of an item behind which a comma is missing, as while the value is typed: `.open = my_` with `.close = f` on the next
 * line is an assignment to a member in C. Nobody writes one so.
 */
function* parted(low: Lowering, item: InitItem): Iterable<InitItem> {
  const { value } = item;
  const left = value.k === 'assign' ? value.left : null;
  if (value.k !== 'assign' || left?.k !== 'member' || left.arrow) return yield item;
  const between = low.source.slice(left.of.end - low.base, left.nameAt - low.base);
  if (!isDotOnNewLine(between)) return yield item;
  yield { ...item, end: left.of.end, value: left.of };
  const path: readonly Designator[] = [{ k: 'field', name: left.name, at: left.nameAt }];
  yield* parted(low, { at: left.nameAt, end: value.end, path, value: value.right });
}

/** Whether what stands between two names is a dot that begins a line. */
function isDotOnNewLine(between: string): boolean {
  const upToDot = between.trimEnd();
  const blank = upToDot.slice(upToDot.slice(0, -1).trimEnd().length, -1);
  return upToDot.endsWith('.') && blank.includes('\n');
}

const NO_PATH: readonly Designator[] = [];

function initItem(low: Lowering, node: Raw, block: BlockLowering): InitItem {
  const at = low.base + node.start;
  const end = low.base + node.end;
  if (node.type !== 'initializer_pair') return { at, end, path: NO_PATH, value: expression(low, node, block) };
  const path: Designator[] = [];
  for (const kid of node.kids) {
    if (kid.type === 'field_designator') {
      const [field] = kid.kids;
      if (field) path.push({ k: 'field', name: textOf(low, field), at: low.base + field.start });
    } else if (kid.type === 'subscript_designator' || kid.type === 'subscript_range_designator') {
      path.push({
        k: 'index',
        text: textOf(low, kid)
          .replace(/^\[|\]$/g, '')
          .trim(),
        at: low.base + kid.start,
      });
    } else if (kid.type === 'field_identifier') {
      path.push({ k: 'field', name: textOf(low, kid), at: low.base + kid.start });
    }
  }
  const value = child(node, 'value') ?? NOTHING;
  return { at, end, path, value: expression(low, value, block) };
}
