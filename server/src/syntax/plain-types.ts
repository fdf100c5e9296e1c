/** Types in casts and in front of compound literals, read without tree-sitter: the node that it would make of a plain one. */
import type { Raw } from './raw.ts';

/** A type between parentheses: a tag or words of the language, with stars; a name, where a list follows. */
const TYPE =
  /\s*(const\s+)?(?:(struct|union|enum)\s+([A-Za-z_]\w*)|((?:unsigned|signed|long|short|int|char|void)\b(?:\s+(?:unsigned|signed|long|short|int|char|void)\b)*)|([A-Za-z_]\w*)(?=\s*\)\s*\{))\s*((?:\*\s*)*)\)/dy;

const SIZED = /\b(?:unsigned|signed|long|short)\b/;
const SEVERAL = /\S\s+\S/;

/** What stands behind an opening parenthesis, up to behind the closing one. */
export interface PlainType {
  readonly node: Raw;
  readonly end: number;
}

/** The type that begins at an offset, behind an opening parenthesis; null where it is not plain. */
export function plainType(text: string, from: number): PlainType | null {
  TYPE.lastIndex = from;
  const found = TYPE.exec(text);
  if (!found?.indices) return null;
  const [, qualifier, keyword, tag, words, , stars] = found.indices;
  const base = typeNode(text, keyword, tag) ?? wordsNode(text, words) ?? nameNode(found.indices[5]);
  if (!base) return null;
  const declarator = stars ? starsNode(text, stars[0], stars[1]) : null;
  const kids = [base, ...(declarator ? [declarator] : [])];
  const start = qualifier ? qualifier[0] : base.start;
  if (qualifier) kids.unshift({ type: 'type_qualifier', field: '', start, end: start + 'const'.length, kids: [] });
  const { end } = declarator ?? base;
  return { node: { type: 'type_descriptor', field: 'type', start, end, kids }, end: TYPE.lastIndex };
}

type Span = readonly [start: number, end: number] | undefined;

function typeNode(text: string, keyword: Span, tag: Span): Raw | null {
  if (!keyword || !tag) return null;
  const name: Raw = { type: 'type_identifier', field: 'name', start: tag[0], end: tag[1], kids: [] };
  const type = `${text.slice(...keyword)}_specifier`;
  return { type, field: 'type', start: keyword[0], end: tag[1], kids: [name] };
}

function wordsNode(text: string, words: Span): Raw | null {
  if (!words) return null;
  const written = text.slice(...words).trimEnd();
  const type = SIZED.test(written) ? 'sized_type_specifier' : SEVERAL.test(written) ? null : 'primitive_type';
  return type && { type, field: 'type', start: words[0], end: words[0] + written.length, kids: [] };
}

function nameNode(name: Span): Raw | null {
  return name ? { type: 'type_identifier', field: 'type', start: name[0], end: name[1], kids: [] } : null;
}

/** A pointer to a pointer is one in the other. */
function starsNode(text: string, from: number, to: number): Raw | null {
  const start = text.indexOf('*', from);
  if (start < 0 || start >= to) return null;
  const inner = starsNode(text, start + 1, to);
  const kids = inner ? [inner] : [];
  return { type: 'abstract_pointer_declarator', field: 'declarator', start, end: inner ? inner.end : start + 1, kids };
}
