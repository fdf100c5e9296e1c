/** What macros' bodies call, read as text: whether to expand a use, and where uses of a macro stand for calls. */
import type { SourceFile } from '../../index/file.ts';
import { query } from '../../index/query.ts';
import type { Snapshot } from '../../index/snapshot.ts';
import type { Macro } from '../language/macros/definition.ts';
import type { Resolver } from '../ops/ops.ts';
import type { DispatchMacros } from '../uses/dispatch.ts';
import { TRANSPARENT } from './known-macros.ts';

/** How many macros deep a call is looked for. */
const MAX_NESTED = 5;

/** A name that is handed on, maybe to a macro that calls it. */
const HANDED_ON = /[(,]\s*([a-z_]\w*)\s*(?=[,)])/g;

const CALLED = /(?:(->|\.)\s*)?\b([A-Za-z_]\w*)\s*(?:\)\s*)?\(/g;

/** Words in front of a parenthesis that are no calls. */
const KEYWORDS = new Set('if for while switch return sizeof typeof __typeof__ defined do else case'.split(' '));

/** Answers for one snapshot. */
export class MacroCalls implements DispatchMacros {
  readonly #resolver: Resolver;

  constructor(resolver: Resolver) {
    this.#resolver = resolver;
  }

  /** The names that a macro calls or hands on, those of the macros it uses included; empty for what is no macro. */
  names(name: string, file: SourceFile): ReadonlySet<string> {
    const found = new Set<string>();
    this.#collect(name, file, found, 0);
    return found;
  }

  /** Whether a macro may dispatch through a hook, or a macro that it uses. */
  has(name: string, file: SourceFile): boolean {
    return this.#dispatches(name, file, 0);
  }

  #collect(name: string, file: SourceFile, found: Set<string>, depth: number): void {
    if (depth > MAX_NESTED) return;
    for (const each of this.#called(name, file)?.names ?? []) {
      if (found.has(each)) continue;
      found.add(each);
      this.#collect(each, file, found, depth + 1);
    }
  }

  #dispatches(name: string, file: SourceFile, depth: number): boolean {
    const called = this.#called(name, file);
    if (!called || depth > MAX_NESTED) return false;
    return called.member || [...called.names].some((each) => this.#dispatches(each, file, depth + 1));
  }

  /** What a macro's own body calls; null for what is no macro, and for one that only stands for its argument. */
  #called(name: string, file: SourceFile): Called | null {
    if (TRANSPARENT[name] !== undefined) return null;
    const macro = this.#resolver.expressions.macros.find(name, file);
    return macro && this.#resolver.snapshot.get(CALLED_IN, macro);
  }
}

interface Called {
  readonly names: ReadonlySet<string>;
  /** Whether a member is called. */
  readonly member: boolean;
}

function calledIn({ name, params, body }: Macro): Called {
  const names = new Set<string>();
  let member = false;
  for (const [, access, callee = ''] of body.matchAll(CALLED)) {
    if (access) member = true;
    else if (!KEYWORDS.has(callee) && callee !== name && !params?.includes(callee)) names.add(callee);
  }
  for (const [, handed = ''] of body.matchAll(HANDED_ON)) if (!params?.includes(handed)) names.add(handed);
  // A macro that stands for a function: `#define pmd_page native_pmd_page`.
  if (params === null && /^[a-z_]\w*$/.test(body)) names.add(body);
  return { names, member };
}

const CALLED_IN = query('what a macro calls', (_: Snapshot, macro: Macro) => calledIn(macro));
