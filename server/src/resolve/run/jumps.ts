/** Where control leaves the order of the statements, and what is known where it arrives. */
import type { Stmt } from '../../model/ir.ts';
import { joinStates, State } from './state.ts';

/** The jumps of one function. */
export class Jumps {
  /** What is known where jumps to a label come from. */
  readonly #labels = new Map<string, State>();
  readonly #passed = new Set<string>();
  #jumped = new Set<string>();
  #isBackward = false;
  readonly #breaks: (State | null)[] = [];
  readonly #continues: (State | null)[] = [];

  /** Whether a jump went back to a label: what it brings there is known in another pass only. */
  get isBackward(): boolean {
    return this.#isBackward;
  }

  /** Begins another pass; what jumps brought to labels stays. */
  again(): void {
    this.#passed.clear();
  }

  /** What is known behind a label; null where control gets there in no way. */
  label(label: string, now: State | null): State | null {
    this.#passed.add(label);
    return joinStates(now, this.#labels.get(label) ?? null);
  }

  goto(label: string, state: State): void {
    if (this.#passed.has(label)) this.#isBackward = true;
    this.#jumped.add(label);
    const joined = joinStates(this.#labels.get(label) ?? null, state.copy());
    if (joined) this.#labels.set(label, joined);
  }

  /** Enters a statement that `break` leaves; `isLoop`: and that `continue` goes on with. */
  enter(isLoop: boolean): void {
    this.#breaks.push(null);
    if (isLoop) this.#continues.push(null);
  }

  break(state: State): void {
    this.#breaks[this.#breaks.length - 1] = joinStates(this.#breaks.at(-1) ?? null, state.copy());
  }

  continue(state: State): void {
    this.#continues[this.#continues.length - 1] = joinStates(this.#continues.at(-1) ?? null, state.copy());
  }

  /** What `continue` brought to the end of the loop under way. */
  continued(): State | null {
    return this.#continues.pop() ?? null;
  }

  /** Leaves the statement; answers what `break` brought behind it. */
  leave(): State | null {
    return this.#breaks.pop() ?? null;
  }

  /**
   * Runs one round of a loop for all of them, if that is enough, as it says. Who jumps out may come from any round then: the
   * conditions inside say nothing of the others.
   */
  round({ open }: State, run: () => boolean): boolean {
    const before = this.#jumped;
    this.#jumped = new Set();
    const isEnough = run();
    for (const label of this.#jumped) {
      const arrived = this.#labels.get(label);
      if (arrived && isEnough) {
        const shared = arrived.open.filter((each) => open.includes(each));
        this.#labels.set(label, new State(arrived.values, shared));
      }
      before.add(label);
    }
    this.#jumped = before;
    return isEnough;
  }
}

/** Whether a statement is a label, or has one in it: control may get there although it does not get to the statement. */
export function containsLabel(stmt: Stmt): boolean {
  switch (stmt.k) {
    case 'label':
      return true;
    case 'block':
      return stmt.body.some(containsLabel);
    case 'if':
      return containsLabel(stmt.yes) || (stmt.no !== null && containsLabel(stmt.no));
    case 'loop':
      return stmt.body !== null && containsLabel(stmt.body);
    case 'switch':
      return containsLabel(stmt.body);
    default:
      return false;
  }
}
