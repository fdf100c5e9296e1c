/** A function of the type that a hook has, as text. */
import type { MemberRef, Types } from '../../resolve/language/types.ts';
import { withoutComments } from '../../syntax/skip.ts';

const COLUMNS = 80;
const TAB = 8;

/** What a stub returns, by the type: data. The first that matches counts. */
const RETURNS: readonly (readonly [RegExp, string | null])[] = [
  [/^void$/, null],
  [/\*$/, 'NULL'],
  [/\bbool$/, 'false'],
  [/^(?:signed |long )*(?:int|long|ssize_t)$/, '-EOPNOTSUPP'],
  [/./, '0'],
];

/**
 * A static function that can fill a hook, with an end of line behind it. Null where the declaration is no plain pointer to a
 * function.
 */
export function stubText(types: Types, ref: MemberRef, name: string, memoryType: string): string | null {
  const { file } = ref.owner;
  const declaration = plain(file.slice(ref.member));
  const match = /^(.*?) ?\( ?\* ?(?:const )?\w+ ?\) ?\((.*)\) ?;?$/.exec(declaration);
  const fn = types.functionOf({ type: ref.member.type, file });
  if (!match?.[1] || match[2] === undefined || !fn) return null;
  const given = splitParams(match[2]);
  const names = new Set(fn.type.params.flatMap((param) => param.name ?? []));
  const params = given.map((text, i) => (fn.type.params[i]?.name == null ? withName(text, names) : text));
  const [returns] = match.slice(1);
  const head = `static ${returns}${returns?.endsWith('*') ? '' : ' '}${name}(`;
  const value = RETURNS.find(([pattern]) => pattern.test(returns ?? ''))?.[1] ?? null;
  const body = [`\t${todo(ref.member.name ?? name, memoryType)}`, ...(value === null ? [] : [`\treturn ${value};`])];
  return `${wrapped(head, params)}\n{\n${body.join('\n')}\n}\n`;
}

/** The declaration of a hook, on one line. */
export function signatureText({ owner, member }: MemberRef): string {
  return plain(owner.file.slice(member)).replace(/ ?;$/, '');
}

/** What stands in a stub for the work that is to be written. */
export function todo(field: string, memoryType: string): string {
  return `/* TODO: ${field} of ${memoryType} */`;
}

/** A declaration on one line, without comments. */
function plain(text: string): string {
  return withoutComments(text)
    .replace(/\/\/[^\n]*/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

/** Parameters, at the commas that are in no parentheses. */
function splitParams(text: string): string[] {
  const params: string[] = [];
  let depth = 0;
  let current = '';
  for (const letter of text) {
    if (letter === '(') depth++;
    if (letter === ')') depth--;
    if (letter === ',' && depth === 0) {
      params.push(current.trim());
      current = '';
    } else current += letter;
  }
  return [...params, current.trim()];
}

/** A parameter that has no name with one after its type: `struct folio **` becomes `struct folio **folio`. */
function withName(param: string, taken: Set<string>): string {
  if (param === 'void' || param === '...' || param === '') return param;
  const words = [...(param.split('(')[0] ?? '').matchAll(/[A-Za-z_]\w*/g)].map(([word]) => word);
  const last = words.at(-1) ?? '';
  const isPlain = last === '' || /^(?:unsigned|signed|long|short|int|char|bool|void|const)$/.test(last);
  const stem = isPlain ? 'arg' : last.replace(/_t$/, '');
  let name = stem;
  for (let i = 2; taken.has(name) || name === last; i++) name = `${stem}${i}`;
  // `struct inode *` can have a parameter of the tag's name.
  if (/\bstruct\b/.test(param) && !taken.has(stem)) name = stem;
  taken.add(name);
  const pointer = param.indexOf('(*');
  if (pointer >= 0) return `${param.slice(0, pointer + 2)}${name}${param.slice(pointer + 2)}`;
  return `${param}${param.endsWith('*') ? '' : ' '}${name}`;
}

/** The head of a function, its parameters below each other where they do not fit on a line. */
function wrapped(head: string, params: readonly string[]): string {
  const lines = [head];
  const indent = '\t'.repeat(Math.floor(head.length / TAB)) + ' '.repeat(head.length % TAB);
  for (const [i, param] of params.entries()) {
    const text = `${param}${i === params.length - 1 ? ')' : ','}`;
    const line = lines.at(-1) ?? '';
    const isFirst = i === 0;
    const columns = (line.startsWith('\t') ? head.length + line.trimStart().length : line.length) + 1 + text.length;
    if (isFirst) lines[lines.length - 1] = `${line}${text}`;
    else if (columns <= COLUMNS) lines[lines.length - 1] = `${line} ${text}`;
    else lines.push(`${indent}${text}`);
  }
  return lines.join('\n');
}
