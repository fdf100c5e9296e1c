/**
 * Which regions can have an ops table in them, by their text and the structs that it names. Most initialisers are lists of
 * numbers, or of structs without a hook: parsing those would take longer than everything else together.
 */

import type { SourceFile } from '../../index/file.ts';
import { query } from '../../index/query.ts';
import type { Snapshot } from '../../index/snapshot.ts';
import type { TypeExpr } from '../../model/ir.ts';
import type { RegionKind } from '../../syntax/region.ts';
import { withoutComments } from '../../syntax/skip.ts';
import { Expressions } from '../language/expressions.ts';
import type { TextFilter } from './placed.ts';

/** A list behind a local's declaration. */
const LOCAL_LIST = /=\s*(?:\([^()]*(?:\([^()]*\)[^()]*)*\)\s*)?\{/g;

/** A local struct, by value, that is set to what a call answers or a macro makes. */
const LOCAL_USE = /\b(?:struct|union)\s+\w+\s+\w+\s*(?:\[[^[\];]*\]\s*)?(?==\s*[A-Za-z_]\w*\s*\()/g;

/** A macro's name alone, where its use is asked about. */
const USE = /^(\w+)\($/;

/** A compound literal, and what may look like one. */
const LITERAL = /\(\s*(?:const\s+)?(?:(struct|union)\s+(\w+)|(\w+))\s*(?:\[[^[\];]*\]\s*)?\)\s*\{(\s*\.)?/g;

const MADE_IN_FUNCTION: readonly RegExp[] = [
  /=\s*(?=_*[A-Z][A-Z_0-9]*(?:INIT|ATTR|OPS))\w+\s*\(/,
  // Behind blanks, or a line of them; `\s+` would run through all the empty lines that follow, once for each.
  /(?:^[ \t]+|(?<=^[ \t\r]*\n))(?:static\s+)?(?:DEFINE|DECLARE)_\w+\s*\(/m,
];

/** What may stand in front of a declaration's type. */
const QUALIFIERS = /^(?:\s|(?:static|const|extern|volatile|register|__(?![a-z]+\d)\w+)\b)+/;

/** Directives and the sizes of arrays: no part of a declaration's type, as comments are none. */
const ASIDE = /^[ \t]*#.*$|\[[^[\]]*\]/gm;

/** A type and the name of what is declared; a name alone is assigned to. */
const DECLARATION = /^(struct\b|union\b|)(?:\s|__\w+\b)*(\w+)[\s*]+(?:const\b\s*)?\w/;

/** Types that are no struct, whatever they are declared as. */
const PLAIN =
  /^(?:void|char|short|int|long|signed|unsigned|float|double|bool|_Bool|enum|[su](?:8|16|32|64)|__[su](?:8|16|32|64)|u?int(?:8|16|32|64)_t|size_t|ssize_t|wchar_t|__(?:le|be)(?:16|32|64))\b/;

/** The filter for one file's regions. */
export function tableFilter(snapshot: Snapshot, file: SourceFile): TextFilter {
  const { types, tableMacros } = new Expressions(snapshot);
  const isFunction = (type: TypeExpr): boolean => types.functionOf({ type, file }) !== null;
  const known = new Map<string, boolean>();
  const holds = (keyword: string, name: string): boolean => {
    const key = `${keyword} ${name}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    const answer = holdsHooks(keyword, name);
    known.set(key, answer);
    return answer;
  };
  const holdsHooks = (keyword: string, name: string): boolean => {
    const struct = keyword === '' ? types.structOf({ type: { k: 'name', name }, file }) : types.structByTag(name, file);
    if (struct) return types.holdsHooks(struct);
    // What nobody declares may be anything; of pointers to functions there may be an array.
    return keyword !== '' || types.typedef(name, file) === null || isFunction({ k: 'name', name });
  };
  const head = (text: string): boolean => {
    const plain = withoutComments(text).replace(ASIDE, ' ').replace(QUALIFIERS, '');
    if (/[({]/.test(plain)) return true;
    const [, keyword = '', name = ''] = DECLARATION.exec(plain) ?? [];
    return name !== '' && !PLAIN.test(plain) && holds(keyword, name);
  };
  const literals = (text: string): boolean =>
    [...text.matchAll(LITERAL)].some(([, keyword, tag = '', name = '', designator]) => {
      // Without `struct`, only a member's name tells a literal from `if (x) {`.
      return keyword === undefined ? designator !== undefined && holds('', name) : holds(keyword, tag);
    });
  return (text: string, kind: RegionKind): boolean => {
    if (kind === 'function') {
      const use = USE.exec(text)?.[1];
      if (use !== undefined) return tableMacros.has(use, file);
      return (
        inFunction(text, head, literals) ||
        (snapshot.get(TABLE_MACROS, file)?.test(text.slice(text.indexOf('{') + 1)) ?? false)
      );
    }
    // A macro's use: what the macro writes is asked where it is expanded.
    if (kind !== 'object') return true;
    const value = text.indexOf('=');
    return value >= 0 && (head(text.slice(0, value)) || literals(text));
  };
}

const TABLE_MACROS = query('uses of macros that make tables', (snapshot: Snapshot, file: SourceFile) =>
  new Expressions(snapshot).tableMacros.usesIn(file),
);

function inFunction(text: string, head: (text: string) => boolean, literals: (text: string) => boolean): boolean {
  if (MADE_IN_FUNCTION.some((pattern) => pattern.test(text))) return true;
  if ([...text.matchAll(LOCAL_USE)].some(([declared]) => head(declared))) return true;
  for (const { index } of text.matchAll(LOCAL_LIST)) {
    const before = text.slice(Math.max(0, index - LONGEST_HEAD), index);
    const start = Math.max(before.lastIndexOf(';'), before.lastIndexOf('{'), before.lastIndexOf('}'));
    const declared = before.slice(start + 1);
    // Behind the members of a struct without a name there is only that of the object.
    if (head(declared) || (before[start] === '}' && /^\s*\w+\s*$/.test(withoutComments(declared).replace(ASIDE, ' '))))
      return true;
  }
  return literals(text);
}

/** How far in front of `=` a declaration in a function is looked for. */
const LONGEST_HEAD = 400;
