/** A check around a call through a hook, where nothing else depends on whether it is made. */
import type { SourceFile } from '../../index/file.ts';
import { skipLiteral } from '../../syntax/skip.ts';
import { type Action, type Edit, lineText, newline } from './actions.ts';
import { lastCode } from './last-code.ts';

/** `if (ops->hook)` above a call that is a statement by itself; null for any other: what its value should be instead is not known. */
export function guardedCall({ file, at }: { readonly file: SourceFile; readonly at: number }): Action | null {
  const { line, column } = file.point(at);
  const before = lineText(file, line).slice(0, column - 1);
  const [, indent, receiver] = /^([ \t]*)([A-Za-z_]\w*(?:(?:->|\.)\w+)*(?:->|\.))$/.exec(before) ?? [];
  const [name = ''] = /^\w+/.exec(file.text.slice(at)) ?? [];
  const end = endOfStatement(file, at + name.length);
  if (indent === undefined || receiver === undefined || end === null || !beginsStatement(file, line)) return null;
  const start = file.offset({ line, column: indent.length + 1 });
  const text = `if (${receiver}${name})${newline(file)}${indent}\t`;
  const edits: Edit[] = [{ file, at: start, end: start, text, placeholder: null }];
  for (let next = line + 1; next <= file.point(end).line; next++) {
    const offset = file.offset({ line: next, column: 1 });
    edits.push({ file, at: offset, end: offset, text: '\t', placeholder: null });
  }
  return { title: `Call ${name} only where it is set`, edits };
}

/** The offset of the semicolon directly behind the arguments of a call; null where anything else stands there. */
function endOfStatement({ text }: SourceFile, from: number): number | null {
  if (text.charAt(from) !== '(') return null;
  let depth = 0;
  for (let at = from; at < text.length; ) {
    const behind = skipLiteral(text, at);
    const sign = text.charAt(at);
    if (behind === at && sign === '(') depth++;
    if (behind === at && sign === ')' && --depth === 0) {
      const rest = /^\s*;/.exec(text.slice(at + 1, at + 80));
      return rest ? at + rest[0].length : null;
    }
    at = Math.max(behind, at + 1);
  }
  return null;
}

/** Whether what stands above a line is whole: not the head of an `if`, and not the first half of an expression. */
function beginsStatement(file: SourceFile, line: number): boolean {
  const at = file.offset({ line, column: 1 });
  const region = file.regionAt(at);
  return region !== undefined && ';{}'.includes(file.text.charAt(lastCode(file, region.start, at)));
}
