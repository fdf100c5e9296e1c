import { join } from 'node:path';
import {
  eachRecord,
  type TrueCall,
  type TrueDispatch,
  type TrueSlot,
  type TrueStaticCall,
  type TrueValue,
} from '../facts.ts';
import type { TruthFolder } from '../places.ts';
import { type AnsweredCall, type AnsweredDispatch, type AnsweredTable, ofStructs, readAnswers } from './answers.ts';
import { compareCalls } from './calls.ts';
import type { Known } from './conditions.ts';
import { compareDispatch, staticCallSites } from './dispatch.ts';
import { Scope } from './scope.ts';
import type { Score } from './score.ts';
import { compareSlots } from './slots.ts';
import { compareValues } from './values.ts';

/** What is compared. */
export interface Comparison {
  readonly truth: Pick<TruthFolder, 'slots' | 'dispatch' | 'calls' | 'files' | 'values'>;
  /** The folder that holds tables.jsonl, dispatch.jsonl and calls.jsonl as the product printed them. */
  readonly answers: string;
  /** What is known of the build that the truth is of. */
  readonly known: Known;
  readonly folders: readonly string[];
  /** Only these files; empty for all of the folders. */
  readonly only: readonly string[];
  /** Whether functions that are values are compared, too. */
  readonly values: boolean;
  /** The files whose direct calls are compared. */
  readonly callFiles: readonly string[];
}

export interface Compared {
  readonly scores: readonly Score[];
  /** How many compiled files the comparison covers, and in which of them clang found errors. */
  readonly units: number;
  readonly faulty: readonly string[];
}

/** Reads both sides and compares them. */
export async function compare(what: Comparison): Promise<Compared> {
  const { truth } = what;
  const scope = new Scope(what.folders, what.only, what.known);
  await scope.read(truth.files);
  const slots = await facts<TrueSlot>(truth.slots, () => true);
  const dispatch = await facts<TrueDispatch | TrueStaticCall>(truth.dispatch, () => true);
  const callScope = new Scope([], what.callFiles, what.known);
  await callScope.read(truth.files);
  const calls = await facts<TrueCall>(
    truth.calls,
    (call) => callScope.covers(call.file) || (scope.covers(call.file) && call.callee.startsWith('__SCT__')),
  );

  const tables = await readAnswers<AnsweredTable>(join(what.answers, 'tables.jsonl'), scope.covers);
  const sites = await readAnswers<AnsweredDispatch>(join(what.answers, 'dispatch.jsonl'), scope.covers);
  const answeredCalls = await readAnswers<AnsweredCall>(join(what.answers, 'calls.jsonl'), callScope.covers);

  const values = await facts<TrueValue>(truth.values, () => true);
  const wider = await readAnswers<AnsweredDispatch>(join(what.answers, 'wider.jsonl'), () => true);

  const fills = dispatch.flatMap((fact) => (fact.kind === 'static-call' ? [fact] : []));
  const calledSites = dispatch.flatMap((fact) => (fact.kind === 'dispatch' ? [fact] : []));
  const given = { slots, dispatch: calledSites, values, tables, sites, wider: wider.length > 0 ? wider : sites };
  const scores = [
    ...compareSlots(slots, ofStructs(tables), scope),
    ...compareDispatch(calledSites, staticCallSites(calls, fills), ofStructs(sites), scope),
    ...compareCalls(calls, answeredCalls, callScope),
    ...(what.values ? compareValues(given, scope) : []),
  ];
  return { scores, units: scope.units, faulty: scope.faulty };
}

async function facts<T>(path: string, wanted: (fact: T) => boolean): Promise<T[]> {
  const all: T[] = [];
  await eachRecord<T>(path, (fact) => {
    if (wanted(fact)) all.push(fact);
  });
  return all;
}
