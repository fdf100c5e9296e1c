/** The comment that belongs to a member, a struct or a function: what hovers show. */
import { patternWith } from '../../base/patterns.ts';
import type { SourceFile } from '../../index/file.ts';
import type { MemberRef } from '../../resolve/types.ts';

/** A comment's text without its frame: stars, slashes and indentation gone, paragraphs kept. */
export function commentText(comment: string): string {
  return comment
    .replace(/^\/\*+|\*+\/$/g, '')
    .split(/\r?\n/)
    .map((line) => line.replace(/^\s*(?:\/\/+|\*+(?!\/))?\s?/, '').trimEnd())
    .join('\n')
    .trim();
}

/** The comment of a member: above it, behind it on its line, or its `@name:` paragraph in the struct's kernel-doc. */
export function fieldComment(ref: MemberRef): string {
  const { file } = ref.owner;
  const own = commentBefore(file, ref.member.at) || commentBehind(file, ref.member.end);
  if (own) return kernelDocParam(own, ref.member.name ?? '') ?? own;
  const region = file.regionAt(ref.owner.at);
  const doc = region ? commentBefore(file, region.start) : '';
  return kernelDocParam(doc, ref.member.name ?? '') ?? '';
}

/** The comment directly above an offset, with nothing but blanks between; empty where there is none. */
export function commentBefore(file: SourceFile, at: number): string {
  const before = file.text.slice(0, at);
  const gap = /\s*$/.exec(before)?.[0] ?? '';
  if ((gap.match(/\n/g) ?? []).length > 1 || !gap.includes('\n')) return '';
  const trimmed = before.slice(0, before.length - gap.length);
  if (trimmed.endsWith('*/')) {
    const open = trimmed.lastIndexOf('/*');
    // A comment behind another member's declaration belongs to that one.
    const line = trimmed.slice(trimmed.lastIndexOf('\n', open) + 1, open);
    return open < 0 || line.trim() !== '' ? '' : commentText(trimmed.slice(open));
  }
  const lines: string[] = [];
  for (const line of trimmed.split('\n').reverse()) {
    if (!/^\s*\/\//.test(line)) break;
    lines.unshift(line);
  }
  return commentText(lines.join('\n'));
}

/** The comment behind a declaration, on the same line. */
function commentBehind(file: SourceFile, end: number): string {
  const match = /^[ \t;]*(\/\*[\s\S]*?\*\/|\/\/[^\n]*)/.exec(file.text.slice(end, end + 2000));
  return match?.[1] ? commentText(match[1]) : '';
}

/** The paragraph of a parameter or member in a kernel-doc comment; null where the comment has none. */
export function kernelDocParam(doc: string, name: string): string | null {
  const match = patternWith('m')`^\s*@${name}:\s*([\s\S]*?)(?=^\s*@\w+:|^\s*$|(?![\s\S]))`.exec(doc);
  return match?.[1] ? match[1].replace(/\s*\n\s*/g, ' ').trim() : null;
}
