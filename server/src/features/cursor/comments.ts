/** The comment that belongs to a member, a struct or a function: what hovers show. */
import type { SourceFile } from '../../index/file.ts';
import type { MemberRef } from '../../resolve/language/types.ts';
import { SPACE, STAR } from '../../syntax/characters.ts';

/** A comment's text without its frame: stars, slashes and indentation gone, paragraphs kept. */
export function commentText(comment: string): string {
  return withoutFrame(comment)
    .split(/\r?\n/)
    .map((line) => line.replace(/^\s*(?:\/\/+|\*+(?!\/))?\s?/, '').trimEnd())
    .join('\n')
    .trim();
}

/** A comment without the stars and slashes at its ends. */
function withoutFrame(comment: string): string {
  const text = comment.replace(/^\/\*+/, '');
  if (!text.endsWith('/')) return text;
  let end = text.length - 1;
  while (end > 0 && text.charCodeAt(end - 1) === STAR) end--;
  return end < text.length - 1 ? text.slice(0, end) : text;
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
  let end = at;
  while (end > 0 && file.text.charCodeAt(end - 1) <= SPACE) end--;
  const gap = file.text.slice(end, at);
  if ((gap.match(/\n/g) ?? []).length > 1 || !gap.includes('\n')) return '';
  const trimmed = file.text.slice(0, end);
  if (trimmed.endsWith('*/')) {
    const open = trimmed.lastIndexOf('/*');
    // A comment behind another member's declaration belongs to that one.
    const line = trimmed.slice(trimmed.lastIndexOf('\n', open) + 1, open);
    return open < 0 || line.trim() !== '' ? '' : commentText(trimmed.slice(open));
  }
  const lines: string[] = [];
  for (let to = end; to > 0; ) {
    const from = trimmed.lastIndexOf('\n', to - 1) + 1;
    const line = trimmed.slice(from, to);
    if (!/^\s*\/\//.test(line)) break;
    lines.push(line);
    to = from - 1;
  }
  lines.reverse();
  return commentText(lines.join('\n'));
}

/** The comment behind a declaration, on the same line. */
function commentBehind(file: SourceFile, end: number): string {
  const match = /^[ \t;]*(\/\*[\s\S]*?\*\/|\/\/[^\n]*)/.exec(file.text.slice(end, end + 2000));
  return match?.[1] ? commentText(match[1]) : '';
}

/** The paragraph of a parameter or member in a kernel-doc comment; null where the comment has none. */
export function kernelDocParam(doc: string, name: string): string | null {
  const lines = doc.split('\n').map((line) => line.trim());
  const head = `@${name}:`;
  const first = lines.findIndex((line) => line.startsWith(head));
  if (first < 0) return null;
  const [own = '', ...below] = lines.slice(first);
  const said = [own.slice(head.length).trim(), ...below];
  const from = said.findIndex((line) => line !== '');
  const end = said.findIndex((line, at) => at > 0 && at >= from && (line === '' || /^@\w+:/.test(line)));
  return said.slice(Math.max(0, from), end < 0 ? said.length : end).join(' ') || null;
}
