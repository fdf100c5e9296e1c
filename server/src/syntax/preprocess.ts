/** Comments and directives inside a region: blanked, with those branches that cannot stand beside the first. */
import { Sheet } from './sheet.ts';
import { directiveEnd, skipLiteral, withoutComments } from './skip.ts';

/** Whether braces and parentheses of a branch balance, so that it can stand beside its alternatives. */
function balanced(text: string): boolean {
  let braces = 0;
  let parens = 0;
  for (let i = 0; i < text.length; i++) {
    const next = skipLiteral(text, i);
    if (next > i) {
      i = next - 1;
      continue;
    }
    const c = text[i];
    if (c === '{') braces++;
    else if (c === '}') braces--;
    else if (c === '(') parens++;
    else if (c === ')') parens--;
    if (braces < 0 || parens < 0) return false;
  }
  return braces === 0 && parens === 0;
}

interface Arm {
  readonly start: number;
  end: number;
}

interface Group {
  readonly arms: Arm[];
}

/** Blanks comments and directives, and those branches that cannot stand beside the first of their group. */
export function preprocess(source: string): string {
  const blanks: [number, number][] = [];
  const open: Group[] = [];
  let lineStart = true;
  for (let i = 0; i < source.length; ) {
    const c = source[i];
    if (c === '#' && lineStart) {
      const end = directiveEnd(source, i);
      blanks.push([i, end]);
      directive(source, i, end, open, blanks);
      i = end;
      continue;
    }
    if (c === '/' || c === '"' || c === "'") {
      const next = skipLiteral(source, i);
      if (next > i) {
        if (c === '/') blanks.push([i, next]);
        else lineStart = false;
        i = next;
        continue;
      }
    }
    if (c === '\n') lineStart = true;
    else if (c !== ' ' && c !== '\t') lineStart = false;
    i++;
  }
  if (blanks.length === 0) return source;
  return blankOut(source, blanks);
}

/** Follows one directive line; at `#endif`, blanks the alternatives of the group that cannot stand side by side. */
function directive(source: string, start: number, end: number, open: Group[], blanks: [number, number][]): void {
  const word = /^#\s*([a-z]+)/.exec(source.slice(start, Math.min(end, start + 32)))?.[1] ?? '';
  if (word === 'if' || word === 'ifdef' || word === 'ifndef') {
    open.push({ arms: [{ start: end, end: source.length }] });
    return;
  }
  // A region that begins inside a branch has the rest of its `#if` without the beginning.
  if (open.length === 0 && word.startsWith('el')) open.push({ arms: [{ start: 0, end: start }] });
  const group = open.at(-1);
  const arm = group?.arms.at(-1);
  if (!group || !arm) return;
  if (word.startsWith('el')) {
    arm.end = start;
    group.arms.push({ start: end, end: source.length });
  } else if (word === 'endif') {
    arm.end = start;
    open.pop();
    settle(source, group.arms, blanks);
  }
}

function settle(source: string, arms: readonly Arm[], blanks: [number, number][]): void {
  if (arms.length === 1) return;
  const texts = arms.map((arm) => source.slice(arm.start, arm.end));
  const whole = texts.every((text) => {
    const code = blankComments(text).trim();
    return code === '' || (/[;},{:]$/.test(code) && balanced(code));
  });
  if (whole) return;
  // The first branch that has code stays: an empty `#ifdef` arm has nothing to say.
  const kept = Math.max(
    0,
    texts.findIndex((text) => blankComments(text).trim() !== ''),
  );
  arms.forEach((arm, index) => {
    if (index !== kept) blanks.push([arm.start, arm.end]);
  });
}

function blankComments(text: string): string {
  return withoutComments(text).replace(/\/\/[^\n]*|^[ \t]*#.*$/gm, ' ');
}

function blankOut(source: string, blanks: [number, number][]): string {
  blanks.sort((a, b) => a[0] - b[0] || b[1] - a[1]);
  const sheet = new Sheet(source);
  let done = 0;
  for (const [from, to] of blanks) {
    if (to <= done) continue;
    sheet.put(Math.max(from, done), to);
    done = to;
  }
  return sheet.text();
}
