import type { TrueCall } from '../facts.ts';
import type { AnsweredCall } from './answers.ts';
import { distinct, Groups } from './groups.ts';
import type { Scope } from './scope.ts';
import { Score } from './score.ts';

/** Compares direct calls. Recall counts the calls that the source spells; what macro bodies call may be answered too. */
export function compareCalls(truth: readonly TrueCall[], answers: readonly AnsweredCall[], scope: Scope): Score[] {
  const given = distinct(answers, callKey);
  const answered = new Groups<AnsweredCall>();
  for (const answer of given) answered.add(callKey(answer), answer);
  const facts = new Groups<TrueCall>();
  for (const fact of truth) for (const line of linesOf(fact)) facts.add(callKey({ ...fact, line }), fact);

  const calls = new Score('calls');
  const places = new Score('  the right function');
  for (const fact of distinct(truth, callKey)) {
    if (fact.fromMacroBody || isBuiltin(fact.callee) || !scope.covers(fact.file)) continue;
    const answer = linesOf(fact).flatMap((line) => answered.of(callKey({ ...fact, line })))[0];
    const example = `${fact.file}:${fact.line} ${fact.callee} in ${fact.caller}`;
    calls.expect(answer === undefined ? 'not answered' : null, example);
    if (answer !== undefined) comparePlace(fact, answer, scope, places, example);
  }
  for (const answer of given) {
    if (isBuiltin(answer.callee) || !scope.judges(answer.file, answer.line)) continue;
    if (scope.excludes(answer.file, answer.condition)) continue;
    const same = facts.of(callKey(answer));
    const example = `${answer.file}:${answer.line} ${answer.callee} in ${answer.caller}`;
    calls.judge(same.length > 0 ? null : extra(answer, scope), example);
    if (same.length > 0 && !same.some((fact) => plainName(fact.caller) === plainName(answer.caller))) {
      calls.note('not counted: other caller', `${example}, not ${same[0]?.caller}`);
    }
  }
  return [calls, places];
}

/** Whether the callee is the one that clang resolves to, where clang has seen a definition of it. */
function comparePlace(fact: TrueCall, answer: AnsweredCall, scope: Scope, score: Score, example: string): void {
  const external = fact.calleeStatic ? null : scope.definition(fact.callee);
  const target = fact.calleeDefined ? { file: fact.calleeFile, line: fact.calleeLine } : external;
  if (target === null || target.file === '') return;
  const place = `${answer.calleeFile}:${answer.calleeLine}`;
  const right = target.file === answer.calleeFile && Math.abs(target.line - (answer.calleeLine ?? 0)) <= 2;
  score.expect(right ? null : 'another definition', `${example} is ${target.file}:${target.line}, not ${place}`);
}

function extra(answer: AnsweredCall, scope: Scope): string {
  if (scope.usesMacro(answer.file, answer.line, answer.callee)) return 'a macro, not a function';
  return 'clang has no such call';
}

function callKey(call: { readonly file: string; readonly line: number; readonly callee: string }): string {
  return `${call.file}:${call.line} ${call.callee}`;
}

function linesOf(fact: TrueCall): number[] {
  return [...new Set([fact.line, fact.expansionLine])];
}

function isBuiltin(callee: string): boolean {
  return callee.startsWith('__builtin_');
}

/** A system call's body is called differently from the macro that makes it. */
function plainName(caller: string): string {
  return caller.replace(/^(__do_sys_|__do_compat_sys_|__se_sys_|__x64_sys_|compat_sys_|sys_)/, '');
}
