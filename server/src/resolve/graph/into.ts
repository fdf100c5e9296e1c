/** Which functions a run goes into: those that lead to what is asked for, the core's own, and small ones for their value. */
import type { SourceFile } from '../../index/file.ts';
import type { Bodies, Body } from '../ops/bodies.ts';
import type { Resolver } from '../ops/ops.ts';
import type { Backends } from './backends.ts';
import type { Reachers } from './reachers.ts';

/** Header functions up to this size are run on known arguments. */
const INLINE_SIZE = 4000;

/** What a question is about. */
interface Question {
  readonly resolver: Resolver;
  readonly bodies: Bodies;
  readonly reachers: Reachers;
  readonly backends: Backends;
  readonly core: readonly SourceFile[];
}

/** Says for one question where its runs go; `knows` says of a call whether something is known of its arguments. */
export class Into {
  readonly #question: Question;
  readonly #core: ReadonlySet<SourceFile>;
  /** Every run meets the same calls. */
  readonly #known = new Map<SourceFile, Map<string, readonly Body[]>>();

  constructor(question: Question) {
    this.#question = question;
    this.#core = new Set(question.core);
  }

  /** The definitions to go into for a call of a name in a file; none to leave the call alone. */
  call(name: string, file: SourceFile, knows: boolean): readonly Body[] {
    const calls = this.#known.get(file) ?? new Map<string, readonly Body[]>();
    this.#known.set(file, calls);
    const key = knows ? `${name}()` : name;
    const known = calls.get(key);
    if (known) return known;
    const found = this.#find(name, file, knows);
    calls.set(key, found);
    return found;
  }

  /** The same for a function whose address was taken in a file. */
  pointer(name: string, file: SourceFile, knows: boolean): readonly Body[] {
    const found = this.call(name, file, knows);
    return found.length > 0 || !knows ? found : this.#question.bodies.anywhere(name, file);
  }

  #find(name: string, from: SourceFile, knows: boolean): readonly Body[] {
    const { bodies, reachers, backends } = this.#question;
    const own = bodies.own(name, from);
    if (own.length > 0) return this.#core.has(from) || reachers.has(name, from) || knows ? own : [];
    const reacher = reachers.global(name);
    if (reacher) return bodies.own(name, reacher.file);
    for (const file of this.#core) {
      const found = bodies.own(name, file).filter((each) => !each.fn.static);
      if (found.length > 0) return found;
    }
    // The stub that a header has for another configuration is not the backend.
    return knows && !backends.find(name, from) ? this.#inline(name, from) : [];
  }

  /** A function of a header, run for its value. */
  #inline(name: string, from: SourceFile): readonly Body[] {
    const { resolver, bodies } = this.#question;
    const seen = resolver.snapshot.lookup(name, ['function'], from);
    if (!seen?.file.path.endsWith('.h') || seen.region.end - seen.region.start > INLINE_SIZE) return [];
    return bodies.own(name, seen.file);
  }
}
