/** The choice of what the graph is about. */
import { visible } from '../../../server/src/base/visible.ts';
import type { GraphSubject, GraphSubjects } from '../../messages.ts';
import { html } from '../elements.ts';

export function subjectText({ ioctl, hook, from, to }: GraphSubject): string {
  return ioctl ?? hook ?? (from !== undefined ? `calls of ${from}()` : `callers of ${to}()`);
}

/** Whether two subjects are one. */
export function isSame(a: GraphSubject | null, b: GraphSubject | null): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** Subjects of one kind. */
interface Group {
  readonly label: string;
  readonly subjects: readonly GraphSubject[];
}

export class SubjectChoice {
  readonly element = html('select', {
    ariaLabel: 'What the graph is about',
    title: 'What the graph is about',
  });
  /** What can be chosen, in the order of the options. */
  #subjects: readonly GraphSubject[] = [];

  constructor(onChange: (subject: GraphSubject) => void) {
    this.element.addEventListener('change', () => {
      const chosen = this.#subjects[this.element.selectedIndex];
      if (chosen) onChange(chosen);
    });
  }

  /** Offers what there is to choose from, beside what the graph is about now. */
  fill(offered: GraphSubjects, current: GraphSubject | null): void {
    const groups = groupsOf(offered, current).filter(({ subjects }) => subjects.length > 0);
    this.#subjects = groups.flatMap(({ subjects }) => subjects);
    const option = (subject: GraphSubject): HTMLOptionElement =>
      html('option', {
        value: JSON.stringify(subject),
        textContent: visible(subjectText(subject)),
        selected: isSame(subject, current),
      });
    this.element.replaceChildren(
      ...groups.map(({ label, subjects }) => html('optgroup', { label: visible(label) }, subjects.map(option))),
    );
  }
}

function groupsOf({ ioctls, hooks }: GraphSubjects, current: GraphSubject | null): readonly Group[] {
  const { from, to, ioctl, hook, tree } = current ?? {};
  const name = from ?? to;
  const also = current?.sides ? { sides: current.sides } : {};
  const there = { ...(tree === undefined ? {} : { tree }), ...also };
  const offered = (names: readonly string[], own: string | undefined): readonly string[] => [
    ...new Set(own && !tree ? [...names, own] : names),
  ];
  return [
    {
      label: 'Function',
      subjects:
        name === undefined
          ? []
          : [
              { from: name, ...there },
              { to: name, ...there },
            ],
    },
    // What else there is to choose is of the workspace's own tree.
    { label: tree ?? '', subjects: current && tree !== undefined && name === undefined ? [current] : [] },
    { label: 'Ioctls', subjects: offered(ioctls, ioctl).map((each) => ({ ioctl: each, ...also })) },
    { label: 'Hooks', subjects: offered(hooks, hook).map((each) => ({ hook: each, ...also })) },
  ];
}
