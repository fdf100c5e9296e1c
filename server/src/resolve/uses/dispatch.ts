/** Dispatch sites: calls through the hooks of an ops struct, typed by declaration. */
import { addTo } from '../../base/add-to.ts';
import type { SourceFile } from '../../index/file.ts';
import type { Expr, Variable } from '../../model/ir.ts';
import type { Expressions } from '../language/expressions.ts';
import type { Place } from '../language/place.ts';
import { walk, walkExpr } from '../language/scope.ts';
import type { MemberRef, StructDef, Typed } from '../language/types.ts';
import { arrayName, arrayOf } from '../tables/function-arrays.ts';
import { collectVariables, type PlacedFunction } from '../tables/placed.ts';
import { direct, through, trampolined, type Where } from './called-sites.ts';
import { assignmentOf, atArgument, bare, callees, designated, inArguments, value } from './callee.ts';
import { guards } from './guards.ts';
import { callKey, type HookCopy, type HookUses, type MemberCall, NotedCalls } from './hook-uses.ts';
import { trampoline } from './trampolines.ts';

type Call = Extract<Expr, { k: 'call' }>;
type MemberExpr = Extract<Expr, { k: 'member' }>;

/** Whether the macro that a name is in a file may have a dispatch in its body, or in that of a macro it uses. */
export interface DispatchMacros {
  has(name: string, file: SourceFile): boolean;
}

/** Whether a struct's member is one that the question is about. */
export type HookFilter = (struct: StructDef, field: string) => boolean;

/** Reads the uses of hooks in functions. */
export class UseReader {
  readonly #expressions: Expressions;
  readonly #filter: HookFilter;
  /** Macros whose body may have a dispatch; each use of one is expanded. */
  readonly #macros: DispatchMacros;
  readonly #noted = new NotedCalls();

  constructor(expressions: Expressions, filter: HookFilter, macros: DispatchMacros) {
    this.#expressions = expressions;
    this.#filter = filter;
    this.#macros = macros;
  }

  /** What a function does with the hooks; `pinned` is where its uses are when a macro makes it. */
  read({ fn, place }: PlacedFunction, uses: HookUses, pinned: number | null): void {
    const facts = guards(fn.body ?? [], place, this.#expressions);
    const copied = new Map<string, MemberRef>();
    const where: Where = { place, inFunction: fn.name, pinned, guarded: facts.guarded, copied, macro: null };
    const variables: Variable[] = [];
    collectVariables(fn.body ?? [], variables);
    for (const { type, init } of variables) {
      if (init) this.#initialiser({ type, file: place.file }, init, where, uses);
    }
    walk(fn.body ?? [], (expr) => this.#expr(expr, where, uses));
    for (const expr of facts.checks) {
      const ref = this.#hook(expr, place);
      if (!ref) continue;
      uses.checks.push({
        struct: ref.owner,
        field: ref.member.name ?? expr.name,
        file: place.file,
        at: pinned ?? expr.nameAt,
        inFunction: fn.name,
      });
    }
  }

  #expr(expr: Expr, where: Where, uses: HookUses): void {
    const set = assignmentOf(expr);
    if (set) this.#assign(set, where, uses);
    else if (expr.k === 'call') this.#call(expr, where, uses);
    else if (expr.k === 'literal')
      this.#initialiser({ type: expr.type, file: where.place.file }, expr.init, where, uses);
  }

  /** `.op = ops->copy` in the initialiser of an object that is no table: a copy into a member. */
  #initialiser(typed: Typed, init: Expr, where: Where, uses: HookUses): void {
    if (init.k !== 'init') return;
    for (const item of init.items) {
      if (item.value.k !== 'init' && item.value.k !== 'member') continue;
      const into = designated(typed, item, this.#expressions.types);
      if (!into) continue;
      const { owner, member } = into;
      if (item.value.k === 'init') this.#initialiser({ type: member.type, file: owner.file }, item.value, where, uses);
      else this.#copy(item.value, { struct: owner, field: member.name ?? '' }, where, uses);
    }
  }

  #copy(from: MemberExpr, into: HookCopy['into'], where: Where, uses: HookUses): void {
    const { place, pinned, inFunction } = where;
    const hook = this.#hook(from, place);
    if (!hook) return;
    uses.copies.push({
      struct: hook.owner,
      field: hook.member.name ?? from.name,
      into,
      file: place.file,
      at: pinned ?? from.nameAt,
      inFunction,
    });
  }

  #call(expr: Call, where: Where, uses: HookUses): void {
    for (const callee of callees(expr.fn)) this.#callOf(expr, callee, where, uses);
  }

  #callOf(expr: Call, callee: Expr, where: Where, uses: HookUses): void {
    if (callee.k === 'member') {
      const ref = this.#hook(callee, where.place);
      if (ref) uses.calls.push(direct(expr, callee, ref, where, null));
    } else if (callee.k === 'id') {
      const copy = where.copied.get(callee.name) ?? this.#initialCopy(callee, where.place);
      if (copy) uses.calls.push(through(expr, callee, copy, where));
      else if (this.#handed(expr, callee.name, where, uses)) return;
      else if (this.#macros.has(callee.name, where.place.file)) this.#expanded(expr, callee.name, where, uses);
    } else if (callee.k === 'index') this.#element(expr, callee, where, uses);
    else if (callee.k === 'call') {
      const read = value(callee, this.#expressions);
      const hook = read.k === 'member' ? this.#hook(read, where.place) : null;
      if (read.k === 'member' && hook) {
        uses.calls.push(direct(expr, read, hook, where, null));
        return;
      }
      if (this.#calleeMade(expr, callee, where, uses)) return;
      const named = trampoline(callee, where.place, this.#expressions);
      const ref = named && this.#hook(named.member, named.place);
      if (named && ref) uses.calls.push(trampolined(callee, named, ref, where));
    }
  }

  /** A call of a hook that a macro's use is, `hook_of(dev, run)(dev)`, placed at the argument that names it; false for another callee. */
  #calleeMade(expr: Call, { fn, args, at }: Call, where: Where, uses: HookUses): boolean {
    if (fn.k !== 'id' || !this.#macros.has(fn.name, where.place.file)) return false;
    const made = this.#expressions.uses.expand(fn.name, args, at, where.place);
    const member = made && bare(made.expr);
    const ref = made && member?.k === 'member' ? this.#hook(member, made.place) : null;
    if (!made || member?.k !== 'member' || !ref) return false;
    const pinned = where.pinned ?? at;
    const call = direct(
      expr,
      member,
      ref,
      { ...where, place: made.place, pinned, macro: where.macro ?? fn.name },
      null,
    );
    uses.calls.push(where.pinned === null ? atArgument(call, args) : call);
    return true;
  }

  /** A call of an element: of a member that is an array, or of an array of functions; then it is placed at the array's name. */
  #element(expr: Call, callee: Extract<Expr, { k: 'index' }>, where: Where, uses: HookUses): void {
    const ref = this.#held(callee.of.k === 'member' ? callee.of : callee, where.place);
    const name = arrayName(callee);
    if (ref && name) uses.calls.push({ ...through(expr, name, ref, where), through: null });
    else if (ref && callee.of.k === 'member') uses.calls.push(direct(expr, callee.of, ref, where, null));
  }

  /** The hook that a value is: a member, or an element of an array of functions. */
  #held(expr: Expr, place: Place): MemberRef | null {
    if (expr.k === 'member') return this.#hook(expr, place);
    const struct = arrayOf(expr, place, this.#expressions);
    return struct && this.#filter(struct, '') ? (this.#expressions.types.slots(struct)[0] ?? null) : null;
  }

  /** Hooks that are handed to a macro which calls them: `INDIRECT_CALL_1(ops->hook, likely_hook, ...)`. */
  #handed(expr: Call, name: string, where: Where, uses: HookUses): boolean {
    if (where.place.outer) return false;
    // Few calls are given a hook. To know that a name is no macro, all that the file includes has to be read.
    const hooks = expr.args.flatMap((arg, index) => {
      const ref = arg.k === 'member' ? this.#hook(arg, where.place) : null;
      return arg.k === 'member' && ref ? [{ arg, index, ref }] : [];
    });
    const { macros } = this.#expressions;
    const macro = hooks.length > 0 ? macros.find(name, where.place.file) : null;
    const called = macro ? macros.called(macro) : null;
    const handed = hooks.filter(({ index }) => called?.has(index));
    for (const { arg, ref } of handed) {
      uses.calls.push(direct(arg, arg, ref, { ...where, macro: where.macro ?? name }, null));
    }
    return handed.length > 0;
  }

  /** `fn = ops->hook` as the declaration of the variable that is called. */
  #initialCopy(callee: Extract<Expr, { k: 'id' }>, place: Place): MemberRef | null {
    const local = place.scope?.local(callee.name, callee.at);
    const init = local?.init && value(local.init, this.#expressions);
    return init ? this.#held(init, place) : null;
  }

  /** A macro's use whose body has the dispatch: read in the expansion, placed at the use. */
  #expanded(expr: Call, name: string, where: Where, uses: HookUses): void {
    const expanded = this.#expressions.uses.expand(name, expr.args, expr.at, where.place);
    if (!expanded) return;
    const inner: Where = {
      ...where,
      place: expanded.place,
      pinned: where.pinned ?? expr.at,
      macro: where.macro ?? name,
    };
    const body = guards([{ k: 'expr', at: 0, end: 0, expr: expanded.expr }], expanded.place, this.#expressions);
    const own: HookUses = { calls: [], copies: [], checks: [], assignments: [] };
    walkExpr(expanded.expr, (each) => this.#expr(each, { ...inner, guarded: body.guarded }, own));
    addTo(uses.assignments, own.assignments);
    // Calls in the arguments are written out at the use and were counted there.
    const written = this.#noted.in(uses);
    const made = own.calls.map((each) => (where.pinned === null ? atArgument(each, expr.args) : each));
    const isNew = (each: MemberCall): boolean => !written.has(callKey(each)) && !inArguments(each, expr, where.place);
    addTo(uses.calls, made.filter(isNew));
  }

  #assign(expr: { readonly left: Expr; readonly right: Expr }, where: Where, uses: HookUses): void {
    const { place, inFunction } = where;
    const right = value(expr.right, this.#expressions);
    const from = right.k === 'member' ? this.#hook(right, place) : null;
    const held = right.k === 'index' && expr.left.k === 'id' ? this.#held(right, place) : from;
    if (held && expr.left.k === 'id') where.copied.set(expr.left.name, held);
    if (from && right.k === 'member') {
      const into = expr.left.k === 'member' ? this.#expressions.memberOf(expr.left, place) : null;
      uses.copies.push({
        struct: from.owner,
        field: from.member.name ?? right.name,
        into: into && expr.left.k === 'member' ? { struct: into.owner, field: expr.left.name } : null,
        file: place.file,
        at: where.pinned ?? right.nameAt,
        inFunction,
      });
    }
    const to = expr.left.k === 'member' ? this.#hook(expr.left, place) : null;
    if (to && expr.left.k === 'member') {
      const at = where.pinned ?? expr.left.nameAt;
      uses.assignments.push({
        struct: to.owner,
        field: to.member.name ?? expr.left.name,
        value: expr.right,
        file: place.file,
        at,
        place,
        inFunction,
      });
    }
  }

  /** The hook that a member expression names; null when it is no hook, or not one asked for. */
  #hook(expr: Extract<Expr, { k: 'member' }>, place: Place): MemberRef | null {
    const struct = this.#expressions.structBehind(expr.of, place);
    if (!struct) return null;
    const found = this.#expressions.memberIn(struct, expr.name, place.file);
    if (!found) return null;
    // A hook in an anonymous union belongs to the struct that people name.
    const owner = found.owner.name === '' ? struct : found.owner;
    if (!this.#filter(owner, found.member.name ?? expr.name) || !this.#expressions.types.isHook(found)) return null;
    return { owner, member: found.member };
  }
}
