/** Patterns for paths: `*`, `?`, `**` and `{a,b}`. The time of a test grows with the path and the pattern, whoever wrote them. */

/** What a state of a pattern takes: a letter, or nothing on the way to others. Null is the end. */
type State =
  | { readonly k: 'letter'; readonly takes: (letter: string) => boolean; readonly next: State | null }
  | { readonly k: 'split'; ways: readonly (State | null)[] };

const SIGNS = /\{([^{}]*)\}|\*\*\/?|[\s\S]/g;

const anyLetter = (): boolean => true;
const noSlash = (letter: string): boolean => letter !== '/';

/** The test for one pattern: whether a path matches, or is in a folder that does. A brace that has no other is itself. */
export function pathPattern(written: string): (path: string) => boolean {
  const first = compiled(written.replace(/^\.\//, '').replace(/(?<!\/)\/+$/, ''), null);
  return (path) => matches(first, path);
}

function compiled(written: string, end: State | null): State | null {
  let next = end;
  for (const [sign, choice] of [...written.matchAll(SIGNS)].reverse()) next = signState(sign, choice, next);
  return next;
}

function signState(sign: string, choice: string | undefined, next: State | null): State {
  if (choice !== undefined) return { k: 'split', ways: choice.split(',').map((each) => compiled(each, next)) };
  if (sign === '**/') return { k: 'split', ways: [next, repeated(anyLetter, letter('/', next))] };
  if (sign === '**') return repeated(anyLetter, next);
  if (sign === '*') return repeated(noSlash, next);
  return sign === '?' ? { k: 'letter', takes: noSlash, next } : letter(sign, next);
}

function letter(wanted: string, next: State | null): State {
  return { k: 'letter', takes: (each) => each === wanted, next };
}

/** Any number of letters. */
function repeated(takes: (letter: string) => boolean, next: State | null): State {
  const loop: State = { k: 'split', ways: [next] };
  loop.ways = [next, { k: 'letter', takes, next: loop }];
  return loop;
}

/** All states that the path can be in are followed at once, so that none is gone back to. */
function matches(first: State | null, path: string): boolean {
  let states = reachable([first]);
  for (let i = 0; i < path.length && states.size > 0; i++) {
    if (states.has(null) && path[i] === '/') return true;
    const taken = [...states].flatMap((each) => (each?.k === 'letter' && each.takes(path[i] ?? '') ? [each.next] : []));
    states = reachable(taken);
  }
  return states.has(null);
}

/** The states that some lead to without a letter. A set is walked while it grows. */
function reachable(from: readonly (State | null)[]): ReadonlySet<State | null> {
  const found = new Set(from);
  for (const state of found) if (state?.k === 'split') for (const way of state.ways) found.add(way);
  return found;
}
