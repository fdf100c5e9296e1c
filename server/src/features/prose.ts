/** What is said of something, as data: words, and what of them is code or a place. Each surface writes it in its own form. */
import type { SourceFile } from '../index/file.ts';

/** A part of a sentence. Its text is as the tree has it: whoever writes it escapes it. */
export type Part =
  | { readonly k: 'text'; readonly text: string }
  | { readonly k: 'strong'; readonly text: string }
  | { readonly k: 'code'; readonly text: string }
  | { readonly k: 'place'; readonly file: string; readonly line: number }
  | { readonly k: 'named'; readonly text: string; readonly file: string; readonly line: number }
  | { readonly k: 'all'; readonly of: Listed; readonly text: string }
  | { readonly k: 'page'; readonly text: string; readonly address: string };

/** What there are more of than are said, which a surface may be able to list. */
export type Listed = 'implementations' | 'calls';

/** A sentence, or a part of one. */
export type Prose = readonly Part[];

/** What a template of prose may hold. */
type Said = string | number | Part | Prose;

/** Template tag: strings are plain words, whatever is in them. */
export function say(strings: TemplateStringsArray, ...values: readonly Said[]): Prose {
  return strings.flatMap((text, i) => [...words(text), ...partsOf(values[i] ?? '')]);
}

/** `and 2 more calls`, `and 1 more call`. */
export function andMore(count: number, what: string): string {
  return `and ${count} more ${what}${count === 1 ? '' : 's'}`;
}

export function strong(text: string): Part {
  return { k: 'strong', text };
}

/** Names and code of the tree. */
export function code(text: string): Part {
  return { k: 'code', text };
}

/** An offset of a file, as its line. */
export function place(file: SourceFile, at: number): Part {
  return { k: 'place', file: file.path, line: file.point(at).line };
}

/** A name of the tree that leads to where it stands. */
export function named(text: string, file: SourceFile, at: number): Part {
  return { k: 'named', text, file: file.path, line: file.point(at).line };
}

/** Words that lead to all of what some were said of. */
export function all(of: Listed, text: string): Part {
  return { k: 'all', of, text };
}

/** Items, with a comma between each two. */
export function enumerated(items: readonly Said[]): Prose {
  return items.flatMap((item, i) => (i === 0 ? partsOf(item) : [...words(', '), ...partsOf(item)]));
}

/** Prose without any marks. */
export function proseText(prose: Prose): string {
  return prose.map((part) => (part.k === 'place' ? `${part.file}:${part.line}` : part.text)).join('');
}

function partsOf(said: Said): Prose {
  if (typeof said === 'string' || typeof said === 'number') return words(`${said}`);
  return 'k' in said ? [said] : said;
}

function words(text: string): Prose {
  return text === '' ? [] : [{ k: 'text', text }];
}
