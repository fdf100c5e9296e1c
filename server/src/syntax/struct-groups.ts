/** Macros around members of a struct: `struct_group(name, members);` and its kin. */
import { callArguments, closing, Sheet, solid } from './sheet.ts';

/** How many arguments of a `struct_group` stand in front of its members, and which of them is a tag. */
const GROUP_HEADS: Readonly<Record<string, { readonly members: number; readonly tag?: number }>> = {
  struct_group: { members: 1 },
  struct_group_attr: { members: 2 },
  struct_group_tagged: { members: 2, tag: 0 },
  __struct_group: { members: 3, tag: 0 },
};

/**
 * A macro around members, such as `struct_group(name, members);`, becomes `struct { members };`: they are the enclosing
 * struct's too. One that is handed a tag becomes `struct tag { members };`.
 */
export function structGroups(text: string): string {
  let result = text;
  // What stands in front is looked at where a word begins alone: elsewhere, a run of blanks would be gone through for each of them.
  for (const match of text.matchAll(/\b(?=\w)(?<=[;{}]\s*)\w+(?=\s*\()/g)) {
    const open = text.indexOf('(', match.index);
    const close = closing(text, open);
    if (text[solid(text, close + 1)] !== ';') continue;
    const args = callArguments(text, open);
    const head = GROUP_HEADS[match[0]];
    const first = args[head?.members ?? args.findIndex((arg) => arg.text.includes(';'))];
    if (!first || first.at - match.index < 'struct {'.length) continue;
    const tag = head?.tag === undefined ? undefined : args[head.tag];
    const sheet = new Sheet(result);
    if (tag && /^[A-Za-z_]\w*$/.test(tag.text)) {
      sheet.put(match.index, tag.at, 'struct ');
      sheet.put(tag.at + tag.text.length, first.at, ' {');
    } else sheet.put(match.index, first.at, 'struct {');
    sheet.put(close, close + 1, '}');
    result = sheet.text();
  }
  return result;
}
