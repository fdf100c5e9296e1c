/** Functions with their bodies, and who a name means. */
import type { SourceFile } from '../../index/file.ts';
import { query } from '../../index/query.ts';
import type { Snapshot } from '../../index/snapshot.ts';
import type { FunctionDecl } from '../../model/ir.ts';
import { type Place, placeIn } from '../language/place.ts';
import { Scope } from '../language/scope.ts';
import type { Resolver } from './ops.ts';

/** One definition of a function. Two branches of an `#if` may each have one of the same name. */
export interface Body {
  /** The same for the same definition in one snapshot. */
  readonly id: string;
  readonly name: string;
  readonly file: SourceFile;
  readonly fn: FunctionDecl;
  readonly place: Place;
  /** The `#if` condition that the definition is under. */
  readonly condition: string | null;
}

/** The file that alone can name a function; null where all files can. */
export function ownFile({ fn, file }: Body): SourceFile | null {
  return fn.static && !file.path.endsWith('.h') ? file : null;
}

/** Finds bodies for one snapshot. */
export class Bodies {
  readonly #resolver: Resolver;

  constructor(resolver: Resolver) {
    this.#resolver = resolver;
  }

  /** The definitions of a name in a file itself. */
  own(name: string, file: SourceFile): readonly Body[] {
    return this.#resolver.snapshot.get(OWN, name, file);
  }

  /** The definitions that a name means in a file: its own, else that of a header it includes. */
  visible(name: string, file: SourceFile): readonly Body[] {
    const own = this.own(name, file);
    if (own.length > 0) return own;
    const seen = this.#resolver.snapshot.lookup(name, ['function'], file);
    return seen && seen.file !== file ? this.own(name, seen.file) : [];
  }

  /** The definitions that a name means in a file, looked for in the whole tree. */
  anywhere(name: string, file: SourceFile): readonly Body[] {
    const seen = this.visible(name, file);
    if (seen.length > 0) return seen;
    const place = this.#resolver.functions.find(name, file);
    return place?.kind === 'definition' ? this.own(name, place.file) : [];
  }

  /** The definition around an offset; null between functions. */
  at(file: SourceFile, offset: number): Body | null {
    const region = file.regionAt(offset);
    if (region?.kind !== 'function') return null;
    const fn = file.lower(region).functions.find((each) => each.body !== null);
    return fn ? this.#body(fn, file) : null;
  }

  /** Every definition in a file's regions whose text passes. */
  *inFile(file: SourceFile, wanted: (text: string) => boolean): Iterable<Body> {
    for (const region of file.regions) {
      if (region.kind !== 'function' || !wanted(file.text.slice(region.start, region.end))) continue;
      for (const fn of file.lower(region).functions) if (fn.body) yield this.#body(fn, file);
    }
  }

  #body(fn: FunctionDecl, file: SourceFile): Body {
    return this.#resolver.snapshot.get(BODY, fn, file);
  }
}

const OWN = query('definitions of a name in a file', (snapshot: Snapshot, name: string, file: SourceFile) =>
  file
    .symbols(name)
    .filter((symbol) => symbol.kind === 'function')
    .flatMap((symbol) => file.lower(symbol.region).functions)
    .filter((fn) => fn.name === name && fn.body)
    .map((fn) => snapshot.get(BODY, fn, file)),
);

/** The same object for the same definition, so that bodies can be told apart by identity. */
const BODY = query(
  'definition of a function',
  (_: Snapshot, fn: FunctionDecl, file: SourceFile): Body => ({
    id: `${file.path}:${fn.nameAt}`,
    name: fn.name,
    file,
    fn,
    place: placeIn(file, new Scope(fn, file)),
    condition: file.condition(fn.nameAt),
  }),
);
