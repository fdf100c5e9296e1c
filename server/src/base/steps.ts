/** Work in steps; whoever takes them may do something else between two, or stop. */
export type Steps<T> = Generator<undefined, T>;

/** Takes every step. */
export function atOnce<T>(steps: Steps<T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}
