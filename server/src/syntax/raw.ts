/** tree-sitter's tree as plain objects, copied in one cursor walk: crossing into wasm for each question is what costs. */
import type { Language, TreeCursor } from 'web-tree-sitter';
import { MAX_DEPTH, tooDeep } from './depth.ts';
import type { CParser } from './parser.ts';
import { plainList } from './plain-lists.ts';

/** A node: its type, the field it has in its parent, and its span. Anonymous nodes are kept only as operators. */
export interface Raw {
  readonly type: string;
  readonly field: string;
  readonly start: number;
  readonly end: number;
  readonly kids: readonly Raw[];
}

interface Grammar {
  readonly types: readonly string[];
  readonly named: readonly boolean[];
  readonly fields: readonly string[];
  /** Types whose children say nothing: not worth a step into them. */
  readonly leaf: ReadonlySet<number>;
}

const LEAVES = new Set([
  'identifier',
  'field_identifier',
  'type_identifier',
  'statement_identifier',
  'primitive_type',
  'sized_type_specifier',
  'number_literal',
  'string_literal',
  'concatenated_string',
  'char_literal',
  'storage_class_specifier',
  'type_qualifier',
]);

const grammars = new WeakMap<Language, Grammar>();

function grammarOf(language: Language): Grammar {
  const known = grammars.get(language);
  if (known) return known;
  const types: string[] = [];
  const named: boolean[] = [];
  for (let id = 0; id < language.nodeTypeCount; id++) {
    types.push(language.nodeTypeForId(id) ?? '');
    named.push(language.nodeTypeIsNamed(id));
  }
  const fields: string[] = [];
  for (let id = 0; id <= language.fieldCount; id++) fields.push(language.fieldNameForId(id) ?? '');
  const leaf = new Set(types.flatMap((type, id) => (!named[id] || LEAVES.has(type) ? [id] : [])));
  const grammar = { types, named, fields, leaf };
  grammars.set(language, grammar);
  return grammar;
}

/** A tree, and how many of its nodes are errors or missing. */
interface Parsed {
  readonly root: Raw;
  readonly errors: number;
}

/**
 * Parses a text and copies its tree; throws BeyondBound for a deeper one. Where an initialiser's list may begin at `list`, one of plain
 * values is read without the parser.
 */
export function parseRaw(parser: CParser, text: string, list = -1): Parsed {
  const plain = list < 0 ? null : plainList(text, list);
  return (plain && parsedAround(parser, text, plain)) ?? parsed(parser, text);
}

/** What the parser makes of the text around a list, with the list in it; null where it is no list to the parser. */
function parsedAround(parser: CParser, text: string, list: Raw): Parsed | null {
  const empty = `${text.slice(0, list.start)}{}${text.slice(list.end)}`;
  const { root, errors } = empty.length > LONGEST_KNOWN ? parsed(parser, empty) : remembered(parser, empty);
  const filled = errors === 0 ? withList(root, list) : null;
  return filled && { root: filled, errors };
}

/** A tree with a list in the place of an empty one; null where there is none. */
function withList(node: Raw, list: Raw): Raw | null {
  const { start, end } = list;
  if (node.start === start && node.type === list.type)
    return node.kids.length > 0 ? null : { ...list, field: node.field };
  const at = node.kids.findIndex((kid) => kid.start <= start && start < kid.end);
  const kid = node.kids[at];
  const filled = kid ? withList(kid, list) : null;
  const by = end - start - EMPTY.length;
  const behind = filled ? node.kids.slice(at + 1).map((each) => moved(each, by)) : [];
  return filled && { ...node, end: node.end + by, kids: [...node.kids.slice(0, at), filled, ...behind] };
}

const EMPTY = '{}';

function moved(node: Raw, by: number): Raw {
  return { ...node, start: node.start + by, end: node.end + by, kids: node.kids.map((kid) => moved(kid, by)) };
}

/** What is put around the values that macros stand for is parsed once. Texts that are longer are met once each. */
function remembered(parser: CParser, text: string): Parsed {
  const known = around.get(parser)?.get(text);
  if (known) return known;
  const fresh = parsed(parser, text);
  const all = around.get(parser) ?? new Map<string, Parsed>();
  if (all.size < MOST_KNOWN) around.set(parser, all.set(text, fresh));
  return fresh;
}

const around = new WeakMap<CParser, Map<string, Parsed>>();
const LONGEST_KNOWN = 32;
const MOST_KNOWN = 64;

function parsed(parser: CParser, text: string): Parsed {
  const tree = parser.parse(text);
  const cursor = tree.walk();
  try {
    const grammar = grammarOf(parser.language);
    const count = { errors: 0, depth: 0 };
    const root = copy(cursor, cursor.nodeTypeId, 0, grammar, count);
    return { root, errors: tree.rootNode.hasError ? Math.max(1, count.errors) : 0 };
  } finally {
    cursor.delete();
    tree.delete();
  }
}

interface Count {
  errors: number;
  depth: number;
}

/** tree-sitter's number for ERROR nodes. */
const ERROR_ID = 65535;

function copy(cursor: TreeCursor, id: number, field: number, grammar: Grammar, count: Count): Raw {
  if (id === ERROR_ID) count.errors++;
  const start = cursor.startIndex;
  const end = cursor.endIndex;
  const kids: Raw[] = [];
  if (++count.depth > MAX_DEPTH) tooDeep();
  if (!grammar.leaf.has(id) && cursor.gotoFirstChild()) {
    do {
      const kid = cursor.nodeTypeId;
      const kidField = cursor.currentFieldId;
      if (kidField !== 0 || kid === ERROR_ID || grammar.named[kid])
        kids.push(copy(cursor, kid, kidField, grammar, count));
    } while (cursor.gotoNextSibling());
    cursor.gotoParent();
  }
  count.depth--;
  return {
    type: id === ERROR_ID ? 'ERROR' : (grammar.types[id] ?? ''),
    field: grammar.fields[field] ?? '',
    start,
    end,
    kids,
  };
}

/** The first child with this field. */
export function child(node: Raw, field: string): Raw | undefined {
  return node.kids.find((kid) => kid.field === field);
}
