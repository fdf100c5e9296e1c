/** What macros' bodies call, read as text: whether to expand a use, and where uses of a macro stand for calls. */
import type { SourceFile } from '../../index/file.ts';
import { query } from '../../index/query.ts';
import type { Snapshot } from '../../index/snapshot.ts';
import type { Macro } from '../language/macros/definition.ts';
import type { Resolver } from '../ops/ops.ts';
import type { DispatchMacros } from '../uses/dispatch.ts';
import { TRANSPARENT } from './known-macros.ts';

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
    for (const { names } of this.#through(name, file)) for (const each of names) found.add(each);
    return found;
  }

  /** Whether a macro may dispatch through a hook, or a macro that it uses. */
  has(name: string, file: SourceFile): boolean {
    for (const { member } of this.#through(name, file)) if (member) return true;
    return false;
  }

  /** What a macro calls, and what each macro calls that it uses, however deep: each once, since macros may use each other in circles. */
  *#through(name: string, file: SourceFile): Iterable<Called> {
    const met = new Set([name]);
    for (const each of met) {
      const called = this.#called(each, file);
      if (!called) continue;
      yield called;
      for (const inner of called.names) met.add(inner);
    }
  }

  /** What a macro's own body calls; null for what is no macro, and for one that only stands for its argument. */
  #called(name: string, file: SourceFile): Called | null {
    if (TRANSPARENT.has(name)) return null;
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
