/** The calls that a run of a function makes, each noted once however often the code passes it. */
import type { State } from './state.ts';
import type { CallEvent } from './summary.ts';

/** Collects the calls of one function. */
export class Events {
  #noted = new Map<string, CallEvent>();
  /** How many calls were made, those passed again included. */
  made = 0;

  /** In order of their places. */
  all(): readonly CallEvent[] {
    return [...this.#noted.values()].sort((a, b) => a.at - b.at);
  }

  /** Notes a call under the conditions that are open where it is made. */
  note(event: Omit<CallEvent, 'conditions'>, { open }: State): void {
    this.made++;
    const told = open.filter((each) => each.kind === 'inside' || each.parts).map((each) => each.text);
    this.#add(keyOf(event), { ...event, conditions: [...new Set(told)] });
  }

  /** Passed once more, what the call stands under is what it stood under each time. */
  #add(key: string, event: CallEvent): void {
    const same = this.#noted.get(key);
    const { conditions } = event;
    this.#noted.set(
      key,
      same ? { ...event, conditions: same.conditions.filter((each) => conditions.includes(each)) } : event,
    );
  }

  /** Runs something whose calls count only if it says so; answers what it said. */
  attempt(run: () => boolean): boolean {
    const before = this.#noted;
    this.#noted = new Map();
    const counts = run();
    const fresh = this.#noted;
    this.#noted = before;
    if (counts) for (const [key, event] of fresh) this.#add(key, event);
    return counts;
  }

  /** Forgets what was noted. */
  clear(): void {
    this.#noted.clear();
  }
}

function keyOf({ at, name, target, hook }: Omit<CallEvent, 'conditions'>): string {
  const choice = hook?.choice;
  return [
    at,
    name,
    target?.context ?? '-',
    hook?.field ?? '',
    choice ? `${choice.table.file.path}:${choice.table.at}` : '',
    choice?.conditions.join('&') ?? '',
  ].join('|');
}
