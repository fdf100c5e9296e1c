/** One file of the tree, cut into regions; regions are lowered when somebody asks for them, once. */
import { checkpoint } from '../base/checkpoint.ts';
import { contained, isOverflow } from '../base/contain.ts';
import { Lines, type Point } from '../base/lines.ts';
import { lastUpTo } from '../base/ordered.ts';
import { owned } from '../base/owned.ts';
import type { Costs, Gap } from '../model/gaps.ts';
import { type Lowered, lostRegion } from '../model/ir.ts';
import { type Branch, nested } from '../syntax/conditionals.ts';
import type { Lowerer } from '../syntax/lower.ts';
import { type Region, regionTitle } from '../syntax/region.ts';
import { type Split, split } from '../syntax/split.ts';
import { BranchFinder } from './branch-finder.ts';
import { type ChosenInclude, type ConditionalInclude, isChosen, readConditional } from './conditional-includes.ts';
import { declaredIn } from './declared-in.ts';
import { bytesOfCard, type FileCard, type KnownFile } from './file-card.ts';
import { isIncludeGuard } from './include-guard.ts';
import { bytesOfParsed, bytesOfText } from './memory.ts';
import { movedBy, movedRegions } from './moved.ts';
import { numberOf } from './name-table.ts';

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

/** A text and what it was cut into. */
interface Cut extends Split {
  readonly text: string;
}

/** A file's text with what was read off it. Immutable: an edit makes another. */
export class SourceFile {
  readonly path: string;
  /** Null for a text as it stands in its file. */
  readonly written: Written | null;
  readonly #lowerer: Lowerer;
  /** Null for one that was read at once. */
  readonly #known: KnownFile | null;
  #cut: Cut | null = null;
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
  #names: Int32Array | null = null;
  #includes: readonly string[] | null = null;
  #chosen: readonly ChosenInclude[] | null = null;
  #conditional: readonly ConditionalInclude[] | null = null;
  #holdsCode: boolean | null = null;

  /** `before` is the file as it was: what was lowered of the regions that did not change is taken over. */
  constructor(
    path: string,
    content: string | KnownFile,
    lowerer: Lowerer,
    before: SourceFile | null = null,
    written: Written | null = null,
  ) {
    this.path = path;
    this.written = written;
    this.#lowerer = lowerer;
    this.#known = typeof content === 'string' ? null : content;
    this.#bytes = this.#known ? bytesOfCard(this.#known.card) : 0;
    if (typeof content === 'string') this.#cutUp(content);
    if (before) this.#takeOver(before);
  }

  #cutUp(text: string): Cut {
    const cut = { text, ...split(text) };
    this.#bytes += bytesOfText(text, cut.regions);
    this.#cut = cut;
    return cut;
  }

  /** One that is gone since is empty: the state of the tree that comes next knows. */
  get #whole(): Cut {
    return this.#cut ?? this.#cutUp(this.#known?.text() ?? '');
  }

  get text(): string {
    return this.#whole.text;
  }

  get regions(): readonly Region[] {
    return this.#whole.regions;
  }

  get branches(): readonly Branch[] {
    return this.#whole.branches;
  }

  /** What it says, so that it need not be read once more. */
  card(): FileCard {
    return {
      includes: this.includes(),
      conditional: this.conditionalIncludes(),
      holdsCode: this.holdsCode(),
      names: this.names(),
    };
  }

  /** What it takes with all that was read off it, by an estimate. */
  get bytes(): number {
    return this.#bytes;
  }

  #takeOver(file: SourceFile): void {
    if (!file.#cut) return;
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
  condition(offset: number, from: number | null = null): string | null {
    if (this.branches.length === 0) return null;
    this.#finder ??= new BranchFinder(this.#branchesWithoutGuard());
    const { outer, between, inner } = this.#finder.around(offset, from);
    const said = (branches: readonly Branch[]): readonly string[] => branches.map(({ condition }) => condition);
    return nested(said(outer), between, said(inner)) || null;
  }

  /** The branches but for the include guard around a whole header. */
  #branchesWithoutGuard(): readonly Branch[] {
    const [first, ...others] = this.branches;
    return first && this.path.endsWith('.h') && isIncludeGuard(this.text, first) ? others : this.branches;
  }

  /** What this file declares under a name. */
  symbols(name: string): readonly FileSymbol[] {
    if (!this.#cut && !this.names().includes(numberOf(name))) return [];
    this.#symbols ??= this.#byName();
    return this.#symbols.get(name) ?? [];
  }

  /** The numbers of the names that it declares, one for each declaration. */
  names(): Int32Array {
    this.#names ??= this.#known?.card.names ?? Int32Array.from(this.declared(), ({ name }) => numberOf(name));
    return this.#names;
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
    this.#declared ??= declaredIn(this, this.#whole.inner);
    return this.#declared;
  }

  /** The includes that `#if` chooses between. */
  chosenIncludes(): readonly ChosenInclude[] {
    this.#chosen ??= this.conditionalIncludes().filter(isChosen);
    return this.#chosen;
  }

  /** The includes that stand under a condition. */
  conditionalIncludes(): readonly ConditionalInclude[] {
    this.#conditional ??= this.#known?.card.conditional ?? readConditional(this);
    return this.#conditional;
  }

  /** Whether it has functions that are not inline, or objects: a header that has is a part of who includes it. */
  holdsCode(): boolean {
    this.#holdsCode ??= this.#known?.card.holdsCode ?? this.regions.some((region) => this.#isCode(region));
    return this.#holdsCode;
  }

  #isCode({ kind, start, brace }: Region): boolean {
    if (kind === 'function') return !/\binline\b/.test(this.text.slice(start, brace));
    return kind === 'object' && brace >= 0 && /=\s*$/.test(this.text.slice(start, brace));
  }

  /** The files that this one includes, as written: `<linux/mm.h>`, `"internal.h"`. */
  includes(): readonly string[] {
    this.#includes ??=
      this.#known?.card.includes ??
      this.regions.filter((region) => region.kind === 'include').map((region) => owned(region.name));
    return this.#includes;
  }
}
