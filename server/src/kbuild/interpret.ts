/** Runs makefiles symbolically: both ways through every condition that the configuration decides. */

import { normalPath } from '../base/paths.ts';
import { comesTo, cut, lacks, reads, spend } from './bounds.ts';
import { expand, variableWords } from './expand.ts';
import { ALWAYS, and, type Guard, isAlways, NEVER, not, or } from './guard.ts';
import { type LogicalLine, logicalLines } from './lines.ts';
import { isThere, unread } from './reader.ts';
import { closing, findOutside, splitArguments } from './scan.ts';
import { type Assignment, further, type Origin, placeOf, type Scope } from './scope.ts';
import { subMakeIn } from './sub-makes.ts';
import { alternatives, plainText, whenAny } from './words.ts';

/** Variables that steer the compiler and the log; nothing in them names an object. */
const IRRELEVANT =
  /^(?:(?:subdir-)?(?:cc|as|ld|cpp|rust)flags|(?:K?[CA]|LD|CPP|RUST)FLAGS|KBUILD_|HOST(?:C|LD|_EXTRA|RUST)|quiet_|cmd_|K[AMC]SAN_|KCOV_|UBSAN_|GCOV_|OBJECT_FILES_NON|dtbo?-|DTC|NOSTDINC)/;
/** Files that include one another, and texts of `eval`, are not read deeper than this. Kernels have 5. */
const DEEPEST = 20;
/** Conditions within one another; kernels have 4. What is deeper counts as always there. */
const MOST_NESTED = 100;

interface Branch {
  /** The condition around the whole `if`. */
  readonly outer: Guard;
  /** What no branch so far has taken. */
  rest: Guard;
}

/**
 * Reads the first of these makefiles that there is into the scope, under the scope's present condition. Says so where one is there,
 * and none can be read.
 */
export function readFirstOf(paths: readonly string[], scope: Scope): void {
  if (paths.some((path) => readMakefile(path, scope))) return;
  const there = paths.find((path) => isThere(scope.surroundings.reader, path));
  if (there !== undefined) lacks(unread(there));
}

/** Reads a makefile of the tree into the scope; false when there is none. */
function readMakefile(path: string, scope: Scope): boolean {
  const text = scope.surroundings.reader.read(path);
  if (text === null) return false;
  reads(path, text);
  new Interpreter(scope, 0).run(logicalLines(text, path));
  return true;
}

class Interpreter {
  readonly #scope: Scope;
  readonly #depth: number;
  readonly #branches: Branch[] = [];
  /** How many conditions are open beyond the bound. */
  #beyond = 0;
  #definition: { name: string; line: LogicalLine; body: string[] } | null = null;
  #inRule = false;

  constructor(scope: Scope, depth: number) {
    this.#scope = scope;
    this.#depth = depth;
  }

  run(lines: readonly LogicalLine[]): void {
    const scope = this.#scope;
    const { guard, evaluate } = scope;
    scope.evaluate = (text, origin) => this.#evaluate(text, origin);
    try {
      for (const line of lines) {
        comesTo(line.places[0] ?? null);
        spend(line.text.length + line.places.length);
        this.#line(line);
      }
    } finally {
      scope.guard = guard;
      scope.evaluate = evaluate;
    }
  }

  #line(line: LogicalLine): void {
    const text = line.text.trim();
    if (this.#definition !== null) this.#defining(line);
    else if (/^(?:if(?:n?eq|n?def)|else|endif)\b(?!\s*[:+?]?=)/.test(text)) this.#branching(text, line);
    else if (this.#scope.guard.length === 0) return;
    else if (line.tab && this.#inRule) this.#recipe(line);
    else if (/^(?:-|s)?include\s/.test(text)) this.#include(line);
    else if (text.startsWith('define ')) {
      this.#definition = { name: /^define\s+([\w-]+)/.exec(text)?.[1] ?? '', line, body: [] };
    } else this.#statement(line.text, { line, offset: 0 });
  }

  #recipe(line: LogicalLine): void {
    const made = subMakeIn(line.text, this.#scope.guard, { line, offset: 0 });
    if (made !== null) this.#scope.subMakes.push(made);
  }

  #branching(text: string, line: LogicalLine): void {
    if (text.startsWith('endif')) {
      if (this.#beyond > 0) this.#beyond--;
      else this.#scope.guard = this.#branches.pop()?.outer ?? this.#scope.guard;
    } else if (text.startsWith('else')) {
      if (this.#beyond === 0) this.#enter(text.slice(4).trim(), line);
    } else if (this.#branches.length >= MOST_NESTED) {
      if (this.#beyond++ === 0) cut('a condition', `${MOST_NESTED} within one another`);
    } else {
      this.#branches.push({ outer: this.#scope.guard, rest: ALWAYS });
      this.#enter(text, line);
    }
  }

  /** The start of a branch: a condition, or nothing for a bare `else`. */
  #enter(condition: string, line: LogicalLine): void {
    const branch = this.#branches.at(-1);
    if (branch === undefined) return;
    const { yes, no } = this.#condition(condition, { line, offset: 0 });
    this.#scope.guard = and(branch.outer, and(branch.rest, yes));
    branch.rest = and(branch.rest, no);
  }

  /** When a condition can hold and when it can not; both, where the text does not tell. */
  #condition(text: string, origin: Origin): { yes: Guard; no: Guard } {
    const [word = ''] = /^\w*/.exec(text) ?? [];
    const rest = text.slice(word.length).trimStart();
    if (word === 'ifdef' || word === 'ifndef') {
      const yes = this.#nonEmpty(rest.trim(), origin);
      return word === 'ifdef' ? { yes, no: not(yes) } : { yes: not(yes), no: yes };
    }
    if (word === 'ifeq' || word === 'ifneq') {
      const { yes, no } = this.#equal(rest, origin);
      return word === 'ifeq' ? { yes, no } : { yes: no, no: yes };
    }
    return { yes: ALWAYS, no: NEVER };
  }

  #nonEmpty(name: string, origin: Origin): Guard {
    const variable = this.#scope.variable(name);
    if (variable === undefined) return whenAny(variableWords(name, this.#scope, origin));
    return variable.pieces.reduce<Guard>(
      (guard, piece) => or(guard, 'text' in piece ? (piece.text === '' ? NEVER : piece.guard) : whenAny(piece)),
      NEVER,
    );
  }

  #equal(text: string, origin: Origin): { yes: Guard; no: Guard } {
    const sides = bothSides(text);
    const [left, right] = sides.map((side) => alternatives(expand(side.trim(), this.#scope, origin)));
    // A question put to the compiler or the shell has no answer here.
    if (/\$\((shell|call|origin)\b/.test(text) || left == null || right == null) return { yes: ALWAYS, no: ALWAYS };
    let yes: Guard = NEVER;
    let no: Guard = NEVER;
    for (const a of left) {
      for (const b of right) {
        const both = and(a.guard, b.guard);
        if (a.text.length === b.text.length) spend(a.text.length);
        if (a.text === b.text) yes = or(yes, both);
        else no = or(no, both);
      }
    }
    return { yes, no };
  }

  #include(line: LogicalLine): void {
    const start = line.text.indexOf('include') + 'include'.length;
    const origin = { line, offset: start };
    for (const word of expand(line.text.slice(start), this.#scope, origin)) {
      const path = normalPath(word.text);
      const text = path === null ? null : this.#scope.surroundings.reader.read(path);
      if (path === null || text === null) continue;
      reads(path, text);
      spend(text.length);
      this.#scope.within([], word.guard, () => this.#deeper(() => logicalLines(text, path)));
    }
  }

  /** Lines that a line stands for. */
  #deeper(lines: () => readonly LogicalLine[]): void {
    if (this.#scope.guard.length === 0) return;
    if (this.#depth >= DEEPEST) cut('what is included or evaluated', `${DEEPEST} within one another`);
    else new Interpreter(this.#scope, this.#depth + 1).run(lines());
  }

  #defining(line: LogicalLine): void {
    const definition = this.#definition;
    if (definition === null) return;
    if (line.text.trim() !== 'endef') {
      definition.body.push(line.text);
      return;
    }
    this.#definition = null;
    const origin = { line: definition.line, offset: 0 };
    const guard = this.#scope.guard;
    this.#scope.assign(definition.name, '=', guard, { text: definition.body.join('\n'), guard: ALWAYS, origin });
  }

  #statement(whole: string, whereWhole: Origin): void {
    const prefix = /^\s*(?:(export|unexport|override|private|undefine)\s+)*/.exec(whole)?.[0] ?? '';
    const text = whole.slice(prefix.length);
    const origin = further(whereWhole, prefix.length);
    const at = findOutside(text, ':=');
    const how = at < 0 ? null : assignmentAt(text, at);
    if (prefix.includes('export'))
      for (const name of (how?.name ?? text).trim().split(/\s+/)) this.#scope.exported.add(name);
    if (how !== null) {
      this.#inRule = false;
      this.#assign(how.name.trim(), how.operator, how.value, further(origin, text.length - how.value.length));
    } else if (at >= 0) {
      this.#inRule = true;
      this.#rule(text, at, origin);
    } else if (text.startsWith('$')) {
      expand(text, this.#scope, origin);
    }
  }

  #assign(name: string, operator: Assignment, value: string, origin: Origin): void {
    if (IRRELEVANT.test(name)) return;
    const scope = this.#scope;
    const names = name.includes('$') ? expand(name, scope, origin) : [{ text: name, guard: ALWAYS }];
    // What is expanded on reading may as well be expanded at once when it has nothing to expand.
    const words = value.includes('$') ? null : expand(value, scope, origin);
    for (const { text, guard } of names) {
      const both = isAlways(guard) ? scope.guard : and(scope.guard, guard);
      if (both.length === 0) continue;
      const later =
        operator === '=' || operator === '?=' || (operator === '+=' && (scope.variable(text)?.recursive ?? true));
      const piece = words ?? (later ? { text: value, guard: ALWAYS, origin } : expand(value, scope, origin));
      scope.assign(text, operator, both, piece);
    }
  }

  #rule(text: string, colon: number, origin: Origin): void {
    const behind = text.slice(colon + 1).replace(/^:/, '');
    const [before = ''] = behind.split(';', 1);
    if (findOutside(before, '=') >= 0) return;
    const prerequisites = before.replace('|', ' ');
    this.#scope.rules.push({ targets: text.slice(0, colon), prerequisites, guard: this.#scope.guard, origin });
  }

  /** `$(eval)`: what its argument says is read as makefile text. Calls and loops in it are taken one by one. */
  #evaluate(text: string, origin: Origin, depth = 0): void {
    spend(text.length);
    if (depth >= DEEPEST) {
      cut('what is included or evaluated', `${DEEPEST} within one another`);
      return;
    }
    const inner = text.trim();
    const scope = this.#scope;
    const whole = inner.startsWith('$(') && closing(inner, 1) === inner.length ? inner.slice(2, -1) : '';
    const name = /^(?:call|foreach)(?=\s)/.exec(whole)?.[0] ?? '';
    const rest = whole.slice(name.length).trimStart();
    if (name === 'foreach') {
      const [variable = '', list = '', body = ''] = splitArguments(rest, 3);
      for (const word of expand(list, scope, origin)) {
        const local = [variable.trim(), [{ ...word, guard: ALWAYS }]] as const;
        scope.within([local], word.guard, () => this.#evaluate(body, origin, depth + 1));
      }
    } else if (name === 'call') {
      const [called = '', ...args] = splitArguments(rest).map((arg) => plainText(expand(arg, scope, origin)));
      for (const piece of scope.variable(called)?.pieces ?? []) {
        if (!('text' in piece)) continue;
        const text = piece.text.replace(/\$[({]([1-9])[)}]/g, (_, index: string) => {
          const arg = args[Number(index) - 1] ?? '';
          spend(arg.length);
          return arg;
        });
        scope.within([], piece.guard, () => this.#lines(text, piece.origin));
      }
    } else {
      this.#lines(inner, origin);
    }
  }

  /** Reads text that a `define` or an argument holds; all of it counts as written where that is. */
  #lines(text: string, origin: Origin): void {
    spend(text.length);
    const places = [placeOf(origin)];
    this.#deeper(() => logicalLines(text.replaceAll('$$', '$'), '').map((line) => ({ ...line, places, breaks: [] })));
  }
}

/** The two sides of `(a,b)`, `"a" "b"` or `'a' 'b'`. */
function bothSides(text: string): string[] {
  if (text.startsWith('(')) return splitArguments(text.slice(1, closing(text, 0) - 1), 2);
  const quoted = /^(["'])(.*?)\1\s*(["'])(.*?)\3/.exec(text);
  return [quoted?.[2] ?? '', quoted?.[4] ?? ''];
}

/** The parts of an assignment, given the first `:` or `=` outside references; null when it makes a rule. */
function assignmentAt(text: string, at: number): { name: string; operator: Assignment; value: string } | null {
  const colons = /^:{1,3}=/.exec(text.slice(at))?.[0];
  if (colons !== undefined) return { name: text.slice(0, at), operator: ':=', value: text.slice(at + colons.length) };
  if (text[at] !== '=') return null;
  const value = text.slice(at + 1);
  const before = text[at - 1];
  if (before === '+') return { name: text.slice(0, at - 1), operator: '+=', value };
  if (before === '?') return { name: text.slice(0, at - 1), operator: '?=', value };
  return { name: text.slice(0, at), operator: '=', value };
}
