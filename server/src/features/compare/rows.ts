/** Rows as the groups make them: a question, and what one side answers. */
import type { SourceFile } from '../../index/file.ts';
import type { CompareGroup, CompareItem } from '../../model/compare-answers.ts';
import type { Finding } from '../../model/findings.ts';
import type { Differences } from './differences.ts';
import { type Facts, order } from './facts.ts';

/** What one side answers to one question. */
export interface Row {
  readonly id: string;
  readonly claim: string;
  /** How many there are; as many as the items where it is left out. */
  readonly value?: number;
  readonly items: readonly CompareItem[];
}

/** What a side is held against: the base, or the other side. */
export interface Against {
  readonly facts: Facts;
  /** The files that differ, seen from the side. */
  readonly differences: Differences;
}

/** One group of rows. Rows about a change come where there is something to hold the side against. */
export interface Group {
  readonly name: CompareGroup;
  rows(facts: Facts, against: Against | null): Iterable<Row>;
}

/** An item at an offset of a file. */
export function itemAt(message: string, file: SourceFile, at: number): CompareItem {
  return { message, file: file.path, line: file.point(at).line };
}

/** A finding as an item. */
export function itemOf({ message, file, line }: Finding): CompareItem {
  return { message, file, line };
}

/** Items by file, line and words, each once. */
export function sorted(items: Iterable<CompareItem>): readonly CompareItem[] {
  const byKey = new Map<string, CompareItem>();
  for (const each of items) byKey.set(`${each.file}:${each.line}:${each.message}`, each);
  return [...byKey.values()].sort((a, b) => order(a.file, b.file) || a.line - b.line || order(a.message, b.message));
}
