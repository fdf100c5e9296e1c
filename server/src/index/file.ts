/** One file of the tree, cut into regions; regions are lowered when somebody asks for them, once. */
import { checkpoint } from '../base/checkpoint.ts';
import { contained, isOverflow } from '../base/contain.ts';
import { Lines, type Point } from '../base/lines.ts';
import { lastUpTo } from '../base/ordered.ts';
import type { Costs, Gap } from '../model/gaps.ts';
import { type Lowered, lostRegion } from '../model/ir.ts';
import { type Branch, join } from '../syntax/conditionals.ts';
import type { Lowerer } from '../syntax/lower.ts';
import { type Region, regionTitle } from '../syntax/region.ts';
import { split } from '../syntax/split.ts';
import { typedefNames } from '../syntax/typedef-names.ts';
import { BranchFinder } from './branch-finder.ts';
import { type ChosenInclude, readChosen } from './chosen-includes.ts';
import { bytesOfParsed, bytesOfText } from './memory.ts';
import { movedBy, movedRegions } from './moved.ts';

/** What a name at the top level of a file can be. */
export type SymbolKind = 'tag' | 'typedef' | 'function' | 'prototype' | 'object' | 'define' | 'invocation';

/** A name that a file declares, and the region that does. */
export interface FileSymbol {
  readonly file: SourceFile;
  readonly kind: SymbolKind;
  readonly name: string;
  readonly region: Region;
}

/** For a text that was made of a file's, as the macros of one includer have it: where its places are written. */
export interface Written {
  readonly by: SourceFile;
  at(offset: number): number;
}

/** What a macro around members is handed as their struct's tag, as `normalise` writes it. */
const GROUP_TAG = /\b(?:struct_group_tagged|__struct_group)\s*\(\s*(\w+)\s*,/g;

/** A file's text with what was read off it. Immutable: an edit makes another. */
export class SourceFile {
  readonly path: string;
  readonly text: string;
  readonly regions: readonly Region[];
  readonly branches: readonly Branch[];
  /** Null for a text as it stands in its file. */
  readonly written: Written | null;
  readonly #lowerer: Lowerer;
  readonly #inner: readonly Region[];
  readonly #lowered = new Map<Region, Lowered>();
  /** What was lowered of regions as they were before an edit, and by how much it moved them. */
  readonly #before = new Map<Region, { readonly lowered: Lowered; readonly by: number }>();
  /** The question that asked for it last. */
  usedAt = 0;
  #bytes: number;
  #gaps: Gap[] | null = null;
  #lines: Lines | null = null;
  #finder: BranchFinder | null = null;
  /** Whether the regions lie one behind the other; a directive inside a declaration lies in it. */
  #inOrder: boolean | null = null;
  #declared: readonly FileSymbol[] | null = null;
  #symbols: ReadonlyMap<string, readonly FileSymbol[]> | null = null;
  #chosen: readonly ChosenInclude[] | null = null;
  #holdsCode: boolean | null = null;

  /** `before` is the file as it was: what was lowered of the regions that did not change is taken over. */
  constructor(
    path: string,
    text: string,
    lowerer: Lowerer,
    before: SourceFile | null = null,
    written: Written | null = null,
  ) {
    this.path = path;
    this.text = text;
    this.written = written;
    this.#lowerer = lowerer;
    ({ regions: this.regions, branches: this.branches, inner: this.#inner } = split(text));
    this.#bytes = bytesOfText(text, this.regions);
    if (before) this.#takeOver(before);
  }

  /** What it takes with all that was read off it, by an estimate. */
  get bytes(): number {
    return this.#bytes;
  }

  #takeOver(file: SourceFile): void {
    for (const [region, { before, by }] of movedRegions(file, this)) {
      const lowered = file.#lowered.get(before);
      const earlier = file.#before.get(before);
      if (lowered) this.#before.set(region, { lowered, by });
      else if (earlier) this.#before.set(region, { lowered: earlier.lowered, by: earlier.by + by });
    }
  }

  /** The region, parsed. */
  lower(region: Region): Lowered {
    const known = this.#lowered.get(region);
    if (known) return known;
    checkpoint(() => `reading ${this.path}`);
    const before = this.#before.get(region);
    const lowered = (before && movedBy(before.lowered, before.by)) ?? this.#parse(region);
    this.#before.delete(region);
    this.#lowered.set(region, lowered);
    this.#bytes += bytesOfParsed(region);
    if (lowered.lost !== null) this.#lose(region, lowered.lost);
    return lowered;
  }

  /** A region costs itself at most. The stack overflows only where the asker has used it up: that is the asker's to contain. */
  #parse(region: Region): Lowered {
    return contained(() => this.#lowerer.region(this.text, region), lostRegion, isOverflow);
  }

  #lose(region: Region, reason: string): void {
    this.#gaps ??= [];
    this.#gaps.push({ k: 'lost', ...this.costs(region), reason });
  }

  /** What is lost where a question fails over a region. */
  costs(region: Region): Costs {
    return { what: regionTitle(region), file: this.path, line: this.point(region.start).line };
  }

  /** What was lost of this file by itself, as far as it was parsed. */
  get gaps(): readonly Gap[] {
    return this.#gaps ?? [];
  }

  /** 1-based line and column of an offset. */
  point(offset: number): Point {
    if (this.written) return this.written.by.point(this.written.at(offset));
    this.#lines ??= new Lines(this.text);
    return this.#lines.point(offset);
  }

  /** The offset of a 1-based line and column. */
  offset(point: Point): number {
    this.#lines ??= new Lines(this.text);
    return this.#lines.offset(point);
  }

  /** The source text of a span. */
  slice(span: { readonly at: number; readonly end: number }): string {
    return this.text.slice(span.at, span.end);
  }

  /** The region around an offset. */
  regionAt(offset: number): Region | undefined {
    this.#inOrder ??= this.regions.every((each, i) => i === 0 || (this.regions[i - 1]?.end ?? 0) <= each.start);
    if (!this.#inOrder) return this.regions.find((region) => region.start <= offset && offset < region.end);
    const found = this.regions[lastUpTo(this.regions.length, (i) => (this.regions[i]?.start ?? 0) <= offset)];
    return found && offset < found.end ? found : undefined;
  }

  /** The `#if` condition that an offset is under; null when unconditional. `from` leaves out what holds there too. */
  condition(offset: number, from?: number): string | null {
    const parts: string[] = [];
    if (this.branches.length === 0) return null;
    this.#finder ??= new BranchFinder(this.branches);
    for (const branch of this.#finder.at(offset)) {
      if (this.#isGuard(branch)) continue;
      if (from !== undefined && branch.start <= from && from < branch.end) continue;
      parts.push(branch.condition);
    }
    return join(parts) || null;
  }

  /** Whether a branch is the include guard around a whole header. */
  #isGuard(branch: Branch): boolean {
    return this.path.endsWith('.h') && branch.group === 0 && branch.arm === 0 && /^!\w+_H_*$/i.test(branch.condition);
  }

  /** What this file declares under a name. */
  symbols(name: string): readonly FileSymbol[] {
    this.#symbols ??= this.#byName();
    return this.#symbols.get(name) ?? [];
  }

  #byName(): ReadonlyMap<string, readonly FileSymbol[]> {
    const table = new Map<string, FileSymbol[]>();
    for (const symbol of this.declared()) {
      const same = table.get(symbol.name);
      if (same) same.push(symbol);
      else table.set(symbol.name, [symbol]);
    }
    return table;
  }

  /** Every name that this file declares at its top level, and every tag; of the uses of a macro there the first. */
  declared(): readonly FileSymbol[] {
    this.#declared ??= this.#collect();
    return this.#declared;
  }

  #collect(): readonly FileSymbol[] {
    const all: FileSymbol[] = [];
    // Lists use one macro thousands of times, and each look for the name would go through all of them.
    const used = new Set<string>();
    const add = (kind: SymbolKind, name: string, region: Region): void => {
      if (name !== '') all.push({ file: this, kind, name, region });
    };
    for (const region of this.regions) {
      const isKnown = region.kind === 'invocation' && used.has(region.name);
      if (region.kind === 'invocation') used.add(region.name);
      if (region.kind !== 'type' && region.kind !== 'include' && region.kind !== 'other' && !isKnown)
        add(region.kind, region.name, region);
      if (region.kind === 'typedef') for (const name of this.#otherNames(region)) add('typedef', name, region);
      if (region.brace < 0 || region.kind === 'function') continue;
      for (const tag of this.#tags(region)) add('tag', tag, region);
    }
    for (const region of this.#inner) add('define', region.name, region);
    return all;
  }

  /** The names of a typedef but for the one that it is known by. */
  #otherNames({ name, start, end, brace }: Region): readonly string[] {
    const text = this.text.slice(brace < 0 ? start : Math.max(brace, this.text.lastIndexOf('}', end)), end);
    return text.includes(',') ? typedefNames(text).filter((each) => each !== name) : [];
  }

  /** Tags defined in a region, those inside other types included. */
  *#tags(region: Region): Iterable<string> {
    if (region.tag) yield region.tag;
    if (region.kind === 'object' && !region.tag) return;
    const body = this.text.slice(region.brace + 1, region.end);
    for (const match of body.matchAll(/\b(?:struct|union|enum)\s+(?:__\w+\s+)?(\w+)\s*\{/g))
      if (match[1]) yield match[1];
    if (body.includes('struct_group')) for (const [, tag] of body.matchAll(GROUP_TAG)) if (tag) yield tag;
  }

  /** The includes that `#if` chooses between. */
  chosenIncludes(): readonly ChosenInclude[] {
    this.#chosen ??= readChosen(this);
    return this.#chosen;
  }

  /** Whether it has functions that are not inline, or objects: a header that has is a part of who includes it. */
  holdsCode(): boolean {
    this.#holdsCode ??= this.regions.some(({ kind, start, brace }) => {
      if (kind === 'function') return !/\binline\b/.test(this.text.slice(start, brace));
      return kind === 'object' && brace >= 0 && /=\s*$/.test(this.text.slice(start, brace));
    });
    return this.#holdsCode;
  }

  /** The files that this one includes, as written: `<linux/mm.h>`, `"internal.h"`. */
  includes(): readonly string[] {
    return this.regions.filter((region) => region.kind === 'include').map((region) => region.name);
  }
}
