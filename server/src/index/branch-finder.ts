/** Which branches of `#if` an offset is in, found without looking at those in front of it. */
import { lastUpTo } from '../base/ordered.ts';
import type { Branch } from '../syntax/conditionals.ts';

/** The branches of one file, which start in their order, each with the one around it. */
export class BranchFinder {
  readonly #branches: readonly Branch[];
  /** The number of the branch around each; -1 where there is none. */
  readonly #around: Int32Array;

  constructor(branches: readonly Branch[]) {
    this.#branches = branches;
    this.#around = new Int32Array(branches.length);
    const open: number[] = [];
    for (const [number, { start }] of branches.entries()) {
      while (open.length > 0 && (branches[open.at(-1) ?? 0]?.end ?? 0) <= start) open.pop();
      this.#around[number] = open.at(-1) ?? -1;
      open.push(number);
    }
  }

  /** The branches that an offset is in, outermost first. */
  at(offset: number): readonly Branch[] {
    const found: Branch[] = [];
    const last = lastUpTo(this.#branches.length, (number) => (this.#branches[number]?.start ?? 0) <= offset);
    for (let number = last; number >= 0; number = this.#around[number] ?? -1) {
      const branch = this.#branches[number];
      if (branch && offset < branch.end) found.push(branch);
    }
    return found.reverse();
  }
}
